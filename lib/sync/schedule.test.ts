import { describe, expect, it } from 'vitest'
import { backOffMs } from '@/lib/sync/run-step'
import { pickClaims } from '@/lib/sync/schedule'

const claim = (accountRegionId: number, subject: string) => ({ accountRegionId, step: 'logs', subject })

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
      ['1/logs/group-0', { place: 1 }],
      ['1/logs/group-1', { place: 1 }],
    ])
    const due = [claim(1, 'group-0'), claim(1, 'group-2'), claim(2, 'a')]
    expect(pickClaims(due, running, 3)).toEqual([claim(2, 'a')])
  })
})

it('backs off from seconds to ten minutes', () => {
  expect([0, 1, 3, 50].map(backOffMs)).toEqual([5_000, 10_000, 40_000, 600_000])
})
