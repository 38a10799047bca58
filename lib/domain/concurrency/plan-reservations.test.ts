import { describe, expect, it } from 'vitest'
import {
  type Holding,
  parsePlan,
  planReservations,
  poolUnderPlan,
  replayAgainst,
  serialisePlan,
} from '@/lib/domain/concurrency/plan-reservations'

const HOLDINGS: Holding[] = [
  { name: 'a', reserved: 500, provisioned: null },
  { name: 'b', reserved: null, provisioned: 50 },
  { name: 'c', reserved: null, provisioned: null },
]
const refusals = (plan: string, limit: number | null = 1_000) =>
  planReservations({ limit, pool: null }, HOLDINGS, parsePlan(plan) ?? new Map()).refusals

describe('a plan', () => {
  it('is read and written', () => {
    expect(parsePlan('a=5,b=none')).toEqual(
      new Map([
        ['a', 5],
        ['b', null],
      ]),
    )
    expect(serialisePlan(parsePlan('a=5,b=none') ?? new Map())).toBe('a=5,b=none')
    expect(parsePlan('')).toEqual(new Map())
    for (const nonsense of ['a', 'a=', 'a=-1', 'a=1.5', '=5']) expect(parsePlan(nonsense)).toBeNull()
  })

  it('moves the pool', () => {
    expect(planReservations({ limit: 1_000, pool: null }, HOLDINGS, new Map([['c', 100]]))).toEqual({
      ...{ reservedNow: 500, reservedPlanned: 600, poolNow: 500, poolPlanned: 400, refusals: [] },
    })
    expect(planReservations({ limit: 1_000, pool: null }, HOLDINGS, new Map([['a', null]])).poolPlanned).toBe(1_000)
  })

  it('goes by what AWS says is unreserved, where settings of functions are not read', () => {
    const place = { limit: 1_000, pool: 120 }
    expect(planReservations(place, HOLDINGS, new Map([['c', 50]]))).toMatchObject({
      ...{ poolNow: 120, poolPlanned: 70 },
      refusals: [expect.stringContaining('leave 70 unreserved'), expect.stringContaining('50 are provisioned')],
    })
  })

  it('is refused where AWS would refuse it', () => {
    expect(refusals('c=350')).toEqual([])
    expect(refusals('c=401')).toEqual([
      expect.stringContaining('leave 99 unreserved'),
      expect.stringContaining('50 are provisioned'),
    ])
    // 100 stay, but what is provisioned of b has no room beside them.
    expect(refusals('c=400')).toEqual([expect.stringContaining('room for 0')])
    expect(refusals('b=49')).toEqual([expect.stringContaining('cannot hold')])
    expect(refusals('b=50')).toEqual([])
    expect(refusals('nope=1')).toEqual([expect.stringContaining('no function nope')])
    expect(refusals('c=1', null)).toEqual([expect.stringContaining('not known')])
    expect(refusals('c=0')).toEqual([])
  })
})

it('counts the minutes in which more ran than the bound, and names the worst', () => {
  const peaks = new Map([
    [1, 5],
    [2, 9],
    [3, 6],
  ])
  expect(replayAgainst(peaks, 5)).toEqual({ peak: 9, minutesOver: 2, worst: 2 })
  expect(replayAgainst(peaks, 9)).toEqual({ peak: 9, minutesOver: 0, worst: null })
  expect(replayAgainst(new Map(), 0)).toEqual({ peak: null, minutesOver: 0, worst: null })
})

it('takes what is newly reserved out of the pool, and puts in what no longer is', () => {
  const taken = new Map([
    [1, 10],
    [2, 7],
    [3, 0],
  ])
  const held = (reserved: number | null, ...provisioned: number[]) => ({
    reserved,
    provisioned: provisioned.map((value, index) => ({ qualifier: String(index), value })),
  })
  const functions = [
    // Its provisioned concurrency is taken from the pool though only a part of it runs.
    { peaks: new Map([[1, 3]]), planned: 20, heldIn: () => held(null, 4, 1) },
    { peaks: new Map([[3, 8]]), planned: null, heldIn: () => held(9, 2) },
    // It had no reservation until the third minute, and was in what was taken.
    { peaks: new Map([[2, 6]]), planned: 5, heldIn: (minute: number) => held(minute < 3 ? null : 5) },
  ]
  expect([...poolUnderPlan(taken, functions)]).toEqual([
    [1, 10 - 5 + 2],
    [2, 0],
    [3, 0 - 0 + 8 - 5],
  ])
})
