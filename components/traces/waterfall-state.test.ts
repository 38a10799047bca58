import { describe, expect, it } from 'vitest'
import { buildTraceColumns } from '@/components/traces/build-trace-columns'
import {
  FIRST_STATE,
  findSpans,
  listFailed,
  listVisible,
  nextOf,
  parentOf,
  reveal,
  stepLevel,
  WHOLE,
  zoomTo,
} from '@/components/traces/waterfall-state'
import type { Span } from '@/lib/contracts/traces'

function span(id: string, parentId: string | null, depth: number, more: Partial<Span> = {}): Span {
  return {
    id,
    parentId,
    name: id,
    origin: null,
    kind: 'segment',
    startMs: 1000,
    endMs: 1010,
    inProgress: false,
    error: false,
    fault: false,
    throttle: false,
    depth,
    operation: null,
    resource: null,
    functionName: null,
    requestId: null,
    critical: false,
    ...more,
  }
}

// a ─ b ─ c, d · a ─ e · f
const COLUMNS = buildTraceColumns({
  startMs: 1000,
  durationMs: 20,
  spans: [
    span('a', null, 0),
    span('b', 'a', 1),
    span('c', 'b', 2, {
      kind: 'subsegment',
      startMs: 1000.25,
      endMs: 1000.75,
      operation: 'PutItem',
      resource: 'orders',
    }),
    span('d', 'b', 2, { fault: true, endMs: null }),
    span('e', 'a', 1, { throttle: true }),
    span('f', null, 0),
  ],
})

describe('buildTraceColumns', () => {
  it('counts each span with all below it', () => {
    expect(COLUMNS.size).toEqual([5, 3, 1, 1, 1, 1])
  })

  it('keeps parts of a millisecond and marks what still runs', () => {
    expect(COLUMNS.startUs[2]).toBe(250)
    expect(COLUMNS.durationUs.slice(2, 4)).toEqual([500, -1])
  })

  it('gives a subsegment the service of the segment that it is part of', () => {
    expect(COLUMNS.service[2]).toBe(COLUMNS.service[1])
    expect(COLUMNS.words[COLUMNS.note[2] ?? -1]).toBe('PutItem · orders')
  })
})

describe('the waterfall', () => {
  it('skips what is below a collapsed span', () => {
    expect(listVisible(COLUMNS, new Set([1]))).toEqual([0, 1, 4, 5])
    expect(listVisible(COLUMNS, new Set([0]))).toEqual([0, 5])
  })

  it('closes the deepest open level first and opens the shallowest closed one', () => {
    const once = stepLevel(COLUMNS, new Set(), false)
    expect([...once]).toEqual([1])
    const twice = stepLevel(COLUMNS, once, false)
    expect([...twice].sort()).toEqual([0, 1])
    expect([...stepLevel(COLUMNS, twice, true)]).toEqual([1])
  })

  it('opens what hides a span, and nothing else', () => {
    expect([...reveal(COLUMNS, new Set([0, 1]), 4)]).toEqual([1])
  })

  it('finds by name, operation and resource', () => {
    expect(findSpans(COLUMNS, 'putitem')).toEqual([2])
    expect(findSpans(COLUMNS, ' ')).toEqual([])
  })

  it('goes round the failed spans', () => {
    const failed = listFailed(COLUMNS)
    expect(failed).toEqual([3, 4])
    expect([nextOf(failed, null, 1), nextOf(failed, 4, 1), nextOf(failed, 3, -1)]).toEqual([3, 3, 4])
    expect(nextOf([], 2, 1)).toBeNull()
  })

  it('knows the parent', () => {
    expect([parentOf(COLUMNS, 4), parentOf(COLUMNS, 3), parentOf(COLUMNS, 5)]).toEqual([0, 1, null])
  })
})

it('narrows the time to the selected span and back to the whole', () => {
  const state = { ...FIRST_STATE, selected: 1 }
  const view = zoomTo(COLUMNS, state)
  expect(view.from).toBe(0)
  expect(view.to).toBeCloseTo(0.515)
  expect(zoomTo(COLUMNS, { ...state, view })).toEqual(WHOLE)
})
