import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type FunctionFigures, findMovers } from '@/lib/domain/find-movers'

const CALM: FunctionFigures = { invocations: 1_000, errors: 2, throttles: 0, durationP95Ms: 120, costUsd: 0.4 }

function movesOf(before: Partial<FunctionFigures>, now: Partial<FunctionFigures>) {
  const pair = { subject: 'f', before: { ...CALM, ...before }, now: { ...CALM, ...now } }
  return findMovers([pair], 5).flatMap(({ moves }) => moves.map(({ figure }) => figure))
}

it('what stays as it was does not move', () => {
  expect(movesOf({}, {})).toEqual([])
  expect(movesOf({}, { invocations: 1_200, errors: 4, durationP95Ms: 150 })).toEqual([])
})

it('every figure that moved is told, what matters most first', () => {
  expect(movesOf({}, { errors: 300, invocations: 4_000, durationP95Ms: 2_000 })).toEqual([
    'errors',
    'durationP95Ms',
    'invocations',
  ])
  expect(movesOf({}, { throttles: 90, costUsd: 2 })).toEqual(['throttles', 'costUsd'])
})

it('a fall matters for invocations alone', () => {
  expect(movesOf({}, { invocations: 20 })).toEqual(['invocations'])
  expect(movesOf({ errors: 300, durationP95Ms: 3_000 }, {})).toEqual([])
})

it('small numbers, few invocations and what is not known say nothing', () => {
  expect(movesOf({ errors: 0 }, { errors: 4 })).toEqual([])
  expect(movesOf({ invocations: 10 }, { invocations: 12, durationP95Ms: 9_000 })).toEqual([])
  expect(movesOf({ errors: null }, { errors: 900 })).toEqual([])
})

it('movers are in order of their score, and no more than asked for', () => {
  const figure = fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: null })
  const figures = fc.record({
    invocations: figure,
    errors: figure,
    throttles: figure,
    durationP95Ms: figure,
    costUsd: figure,
  })
  fc.assert(
    fc.property(fc.array(fc.record({ subject: fc.nat(), before: figures, now: figures })), fc.nat(5), (pairs, most) => {
      const movers = findMovers(pairs, most)
      expect(movers.length).toBeLessThanOrEqual(most)
      for (const [index, { moves, score }] of movers.entries()) {
        expect(score).toBe(Math.max(...moves.map((move) => move.score)))
        expect(score).toBeLessThanOrEqual(movers[index - 1]?.score ?? Number.POSITIVE_INFINITY)
        expect(score).toBeGreaterThan(0)
      }
    }),
  )
})
