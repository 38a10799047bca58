import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { takeTurn } from '@/lib/client/take-turn'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it('does each in a task of its own, in order, without those that were called off', () => {
  const done: string[] = []
  takeTurn(() => done.push('first'))
  const callOff = takeTurn(() => done.push('second'))
  takeTurn(() => done.push('third'))
  callOff()
  expect(done).toEqual([])
  vi.advanceTimersToNextTimer()
  expect(done).toEqual(['first'])
  vi.advanceTimersToNextTimer()
  expect(done).toEqual(['first', 'third'])
  vi.runAllTimers()
})

it('goes on after one that throws, and after all were done', () => {
  const done: string[] = []
  takeTurn(() => {
    throw new Error('broken')
  })
  takeTurn(() => done.push('second'))
  expect(() => vi.advanceTimersToNextTimer()).toThrow('broken')
  vi.runAllTimers()
  takeTurn(() => done.push('third'))
  vi.runAllTimers()
  expect(done).toEqual(['second', 'third'])
})
