import { expect, it } from 'vitest'
import { groupByDay } from '@/components/changes/group-by-day'
import type { FunctionChange } from '@/lib/contracts/changes'

const change = (iso: string) => ({ id: iso, atMs: Date.parse(iso) }) as FunctionChange
const days = (zone: string, ...times: string[]) =>
  groupByDay(times.map(change), zone).map((one) => [one.day, one.zone, one.changes.length])

it('parts changes by the days of the chosen zone, and names it', () => {
  const times = ['2026-11-24T00:30Z', '2026-11-23T23:30Z', '2026-11-23T10:00Z']
  expect(days('UTC', ...times)).toEqual([
    ['2026-11-24', 'UTC', 1],
    ['2026-11-23', 'UTC', 2],
  ])
  expect(days('Europe/Berlin', ...times)).toEqual([
    ['2026-11-24', 'UTC+1', 2],
    ['2026-11-23', 'UTC+1', 1],
  ])
})

it('names both offsets of a day on which clocks were changed, each once', () => {
  const times = ['2026-10-25T12:00Z', '2026-10-25T11:00Z', '2026-10-25T00:00Z', '2026-10-24T22:30Z']
  expect(days('Europe/Berlin', ...times)).toEqual([['2026-10-25', 'UTC+1, UTC+2', 4]])
})
