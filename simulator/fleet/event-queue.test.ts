import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventQueue } from '@/simulator/fleet/event-queue'

describe('EventQueue', () => {
  it('runs by time, equal times in the order of scheduling, and no further than asked', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.integer({ min: 0, max: 20 }), (times, untilMs) => {
        const queue = new EventQueue()
        const ran: [number, number][] = []
        for (const [order, atMs] of times.entries()) queue.schedule(atMs, () => ran.push([atMs, order]))
        queue.runUntil(untilMs)
        const due = times.flatMap((atMs, order): [number, number][] => (atMs <= untilMs ? [[atMs, order]] : []))
        expect(ran).toEqual(due.sort((a, b) => a[0] - b[0] || a[1] - b[1]))
      }),
    )
  })

  it('runs what a running event schedules, once its time has come', () => {
    const queue = new EventQueue()
    const ran: string[] = []
    queue.schedule(1, () => {
      ran.push('first')
      queue.schedule(2, () => ran.push('second'))
      queue.schedule(9, () => ran.push('third'))
    })
    queue.runUntil(5)
    expect(ran).toEqual(['first', 'second'])
    queue.runUntil(9)
    expect(ran).toEqual(['first', 'second', 'third'])
  })
})
