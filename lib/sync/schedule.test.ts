import { describe, expect, it } from 'vitest'
import { backOffMs } from '@/lib/sync/run-step'
import { pickClaims } from '@/lib/sync/schedule'

const claim = (accountRegionId: number, subject: string, backfill = false) => {
  return { accountRegionId, step: 'logs', subject, backfill, isAway: false }
}

describe('pickClaims', () => {
  it('lets account-regions take turns, however many steps one has', () => {
    const due = [...Array.from({ length: 30 }, (_, at) => claim(1, `group-${at}`)), claim(2, 'a'), claim(3, 'b')]
    const picked = pickClaims(due, new Map(), 6)
    expect(picked).toHaveLength(6)
    expect(picked.map(({ accountRegionId }) => accountRegionId)).toContain(2)
    expect(picked.map(({ accountRegionId }) => accountRegionId)).toContain(3)
  })

  it('counts what runs already and never picks it again', () => {
    const running = new Map([
      ['1/logs/group-0', { place: 1, backfill: false, isAway: false }],
      ['1/logs/group-1', { place: 1, backfill: false, isAway: false }],
    ])
    const due = [claim(1, 'group-0'), claim(1, 'group-2'), claim(2, 'a')]
    expect(pickClaims(due, running, 3)).toEqual([claim(2, 'a')])
  })

  it('starts what is new before what is old, and leaves half of the room free of the old', () => {
    const old = Array.from({ length: 9 }, (_, at) => claim(at, `old-${at}`, true))
    expect(pickClaims(old, new Map(), 8)).toHaveLength(4)
    const live = Array.from({ length: 6 }, (_, at) => claim(1, `live-${at}`))
    expect(pickClaims([...old, ...live], new Map(), 8).map(({ backfill }) => backfill)).toEqual([
      ...Array.from({ length: 6 }, () => false),
      ...[true, true],
    ])
    const busy = new Map(['a', 'b', 'c', 'd'].map((key) => [key, { place: 1, backfill: true, isAway: false }]))
    expect(pickClaims([...old, ...live], busy, 8)).toEqual(live.slice(0, 4))
  })

  it('gives the steps of account-regions that cannot be reached two places together', () => {
    const away = Array.from({ length: 9 }, (_, at) => ({ ...claim(at + 2, `away-${at}`), isAway: true }))
    const near = Array.from({ length: 9 }, (_, at) => claim(1, `near-${at}`))
    const picked = pickClaims([...away, ...near], new Map(), 8)
    expect(picked.filter(({ isAway }) => isAway)).toHaveLength(2)
    expect(picked).toHaveLength(8)
    const busy = new Map([['9/logs/x', { place: 9, backfill: false, isAway: true }]])
    expect(pickClaims(away, busy, 8)).toHaveLength(1)
  })

  it('never runs a subject for what is new and for what is old at the same time', () => {
    expect(pickClaims([claim(1, 'a', true), claim(1, 'a')], new Map(), 8)).toEqual([claim(1, 'a')])
  })
})

it('backs off from seconds to ten minutes', () => {
  expect([0, 1, 3, 50].map(backOffMs)).toEqual([5_000, 10_000, 40_000, 600_000])
})
