import { expect, it } from 'vitest'
import { buildTraceColumns, FLAG } from '@/lib/domain/traces/build-trace-columns'
import { testSpan } from '@/lib/domain/traces/test-span'

// a ─ b ─ c, d · a ─ e · f
const COLUMNS = buildTraceColumns({
  startMs: 1000,
  durationMs: 20,
  spans: [
    testSpan('a', null, 0),
    testSpan('b', 'a', 1),
    testSpan('c', 'b', 2, {
      kind: 'subsegment',
      startMs: 1000.25,
      endMs: 1000.75,
      operation: 'PutItem',
      resource: 'orders',
    }),
    testSpan('d', 'b', 2, { endMs: null, inProgress: true }),
    testSpan('e', 'a', 1),
    testSpan('f', null, 0, { orphan: true }),
  ],
})

it('counts each span with all below it', () => {
  expect(COLUMNS.size).toEqual([5, 3, 1, 1, 1, 1])
})

it('keeps parts of a millisecond and marks what still runs, and what lost its parent', () => {
  expect(COLUMNS.startUs[2]).toBe(250)
  expect(COLUMNS.durationUs.slice(2, 4)).toEqual([500, -1])
  expect(COLUMNS.flags.slice(3)).toEqual([FLAG.inProgress, 0, FLAG.orphan])
})

it('gives a subsegment the service of the segment that it is part of', () => {
  expect(COLUMNS.service[2]).toBe(COLUMNS.service[1])
  expect(COLUMNS.words[COLUMNS.note[2] ?? -1]).toBe('PutItem · orders')
})
