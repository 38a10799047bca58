import { expect, it } from 'vitest'
import { type Holder, listBands, poolAt, type StandingChange, standingAt } from '@/lib/domain/concurrency/standing-at'

const holder = (own: Partial<Holder>): Holder => ({
  ...{ functionName: 'f', reserved: null, provisionedBy: [], sinceMs: null, untilMs: null, changes: [], ...own },
})
const change = (own: Partial<StandingChange>): StandingChange => ({
  ...{
    functionId: 1,
    kind: 'provisioned',
    subject: 'live',
    atMs: 10,
    knownAfterMs: 10,
    before: null,
    after: null,
    ...own,
  },
})
const told = (one: Holder, atMs: number) => standingAt(one, atMs).map(({ qualifier, value }) => [qualifier, value])

it('takes each qualifier back through its own changes', () => {
  const one = holder({
    provisionedBy: [
      { qualifier: 'live', provisioned: 5 },
      { qualifier: '7', provisioned: 2 },
    ],
    changes: [change({ before: 3, after: 5 }), change({ subject: 'old', atMs: 20, before: 4 })],
  })
  expect(told(one, 5)).toEqual([
    ['live', 3],
    ['7', 2],
    ['old', 4],
  ])
  expect(told(one, 15)).toEqual([
    ['live', 5],
    ['7', 2],
    ['old', 4],
  ])
  expect(told(one, 25)).toEqual([
    ['live', 5],
    ['7', 2],
  ])
})

it('counts what is provisioned of a function with a reservation as a part of that', () => {
  const provisionedBy = [{ qualifier: 'live', provisioned: 5 }]
  const reserved = { kind: 'concurrency' as const, subject: '' }
  expect(told(holder({ reserved: 20, provisionedBy }), 0)).toEqual([[null, 20]])
  const since = holder({ reserved: 20, provisionedBy, changes: [change({ ...reserved, before: null, after: 20 })] })
  expect(told(since, 5)).toEqual([['live', 5]])
})

it('holds nothing before a function was created and after it was deleted', () => {
  const one = holder({ reserved: 20, sinceMs: 10, untilMs: 20 })
  expect([9, 10, 19, 20].map((atMs) => told(one, atMs))).toEqual([[], [[null, 20]], [[null, 20]], []])
})

it('takes the pool back through what was reserved', () => {
  const reserved = { kind: 'concurrency' as const, subject: '' }
  const holders = [
    holder({ reserved: 60, changes: [change({ ...reserved, before: 40, after: 60 })] }),
    holder({ reserved: 30, untilMs: 20 }),
  ]
  expect([5, 15, 25].map((atMs) => poolAt(900, holders, atMs))).toEqual([890, 870, 900])
  expect(poolAt(null, holders, 5)).toBeNull()
})

it('names those that held the most, reservations first, and tells nothing where nothing is known', () => {
  const of = (functionName: string, qualifier: string | null, value: number) => ({ functionName, qualifier, value })
  const columns = [[of('a', 'live', 9), of('b', null, 4)], null, [of('a', 'live', 2), of('c', null, 3)]]
  expect(listBands(columns, 2)).toEqual([
    { functionName: 'b', qualifier: null, values: [4, null, 0] },
    { functionName: 'a', qualifier: 'live', values: [9, null, 2] },
  ])
})
