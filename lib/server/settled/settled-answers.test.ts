import { expect, it } from 'vitest'
import { SettledAnswers } from '@/lib/server/settled/settled-answers'

it('forgets what was not asked for longest when there is more than fits', () => {
  const answers = new SettledAnswers(100)
  answers.set('a', { changes: 1, bytes: 40, answer: 'A' })
  answers.set('b', { changes: 1, bytes: 40, answer: 'B' })
  expect(answers.get('a', 1)).toBe('A')
  answers.set('c', { changes: 1, bytes: 40, answer: 'C' })
  expect([answers.get('a', 1), answers.get('b', 1), answers.get('c', 1)]).toEqual(['A', undefined, 'C'])
})

it('has no answer of other changes, and one answer a key', () => {
  const answers = new SettledAnswers(100)
  answers.set('a', { changes: 1, bytes: 60, answer: 'old' })
  answers.set('a', { changes: 2, bytes: 60, answer: 'new' })
  answers.set('b', { changes: 2, bytes: 40, answer: 'B' })
  expect([answers.get('a', 1), answers.get('a', 2), answers.get('b', 2)]).toEqual([undefined, 'new', 'B'])
})

it('keeps nothing that is larger than all of its space', () => {
  const answers = new SettledAnswers(100)
  answers.set('a', { changes: 1, bytes: 50, answer: 'A' })
  answers.set('large', { changes: 1, bytes: 101, answer: 'L' })
  expect([answers.get('a', 1), answers.get('large', 1)]).toEqual(['A', undefined])
})
