import { expect, it } from 'vitest'
import { partitionOf } from '@/lib/sync/store/partition-of'

const MIDNIGHT = Date.UTC(2026, 0, 2)

it.each([
  ['a range within a day', MIDNIGHT, MIDNIGHT + 86_399_999, 'log_event_20260102'],
  ['a moment', MIDNIGHT - 1, MIDNIGHT - 1, 'log_event_20260101'],
  ['a range over midnight', MIDNIGHT - 1, MIDNIGHT, 'log_event'],
  ['the same hour of two years', MIDNIGHT, Date.UTC(2027, 0, 2), 'log_event'],
])('%s lies in one partition, or in the table', (_name, fromMs, toMs, expected) => {
  expect(partitionOf('log_event', { fromMs, toMs })).toBe(expected)
})
