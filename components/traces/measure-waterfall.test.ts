import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listCriticalStretches, measureWaterfall } from '@/components/traces/measure-waterfall'
import { testTrace } from '@/components/traces/waterfall-test-trace'
import type { JsonObject } from '@/lib/domain/json-value'
import { buildTraceColumns } from '@/lib/domain/traces/build-trace-columns'
import { criticalPath } from '@/lib/domain/traces/critical-path'
import { outlineSegment, outlineTrace } from '@/lib/domain/traces/outline-trace'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { testSpan } from '@/lib/domain/traces/test-span'

const at = (from: number, to: number | null, critical = false) => ({
  startMs: 1000 + from,
  endMs: to === null ? null : 1000 + to,
  inProgress: to === null,
  critical,
})

describe('self time', () => {
  it.each([
    ['a leaf', [at(0, 10)], 10],
    ['one child', [at(0, 10), at(2, 5)], 7],
    ['children at the same time', [at(0, 10), at(2, 6), at(4, 8)], 4],
    ['a child within the time of another', [at(0, 10), at(2, 9), at(4, 5)], 3],
    ['a child that goes on after it', [at(0, 10), at(8, 30)], 8],
    ['a child that began before it', [at(4, 10), at(0, 6)], 4],
    ['a child that only began when it had ended', [at(0, 10), at(12, 30)], 10],
    ['a child that runs', [at(0, 10), at(3, null)], 3],
  ])('of a span with %s', (_name, [parent, ...children], selfMs) => {
    const spans = [
      testSpan('p', null, 0, parent),
      ...children.map((child, index) => testSpan(`c${index}`, 'p', 1, child)),
    ]
    expect(testTrace(spans, 30).measures.selfUs[0]).toBe(selfMs * 1000)
  })
})

describe('critical stretches', () => {
  it('are what is left of a span beside those below it that are critical', () => {
    const { columns, measures } = testTrace(
      [
        testSpan('r', null, 0, at(0, 20, true)),
        testSpan('a', 'r', 1, at(2, 5, true)),
        testSpan('beside', 'r', 1, at(6, 9)),
        testSpan('b', 'r', 1, at(10, 30, true)),
      ],
      30,
    )
    expect(listCriticalStretches(columns, measures, 0)).toEqual([
      [0, 2_000],
      [5_000, 10_000],
    ])
    expect(listCriticalStretches(columns, measures, 2)).toEqual([])
    expect(listCriticalStretches(columns, measures, 3)).toEqual([[10_000, 30_000]])
  })
})

const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const anyDocument: fc.Arbitrary<JsonObject> = fc.record({
  id: fc.constantFrom(...ids),
  parent_id: fc.constantFrom(...ids, undefined),
  name: fc.constantFrom('x', 'y'),
  start_time: fc.integer({ min: 0, max: 100 }).map((tenths) => 1000 + tenths / 10),
  end_time: fc.option(fc.integer({ min: 0, max: 200 }).map((tenths) => 1000 + tenths / 10)),
})

function waterfallOf(documents: JsonObject[]) {
  const outline = outlineTrace(parseSegments(documents).map(outlineSegment))
  const critical = criticalPath(outline.spans)
  const spans = outline.spans.map((span, index) => ({ ...span, critical: critical.has(index) }))
  const columns = buildTraceColumns({ ...outline, spans })
  return { columns, measures: measureWaterfall(columns) }
}

it('keeps self times within durations, and critical stretches apart and within the trace, whatever hangs from what', () => {
  fc.assert(
    fc.property(fc.array(anyDocument, { maxLength: 12 }), (documents) => {
      const { columns, measures } = waterfallOf(documents)
      const stretches = columns.size.flatMap((_, index) => listCriticalStretches(columns, measures, index))
      columns.size.forEach((_, index) => {
        const length = (measures.endUs[index] ?? 0) - (columns.startUs[index] ?? 0)
        expect(measures.selfUs[index]).toBeGreaterThanOrEqual(0)
        expect(measures.selfUs[index]).toBeLessThanOrEqual(Math.max(0, length))
      })
      // A trace of no length is drawn as one microsecond long, which all of it fills that still runs.
      if (columns.totalUs === 1) return
      let cursor = 0
      for (const [from, to] of stretches.sort((a, b) => a[0] - b[0])) {
        expect(from).toBeGreaterThanOrEqual(cursor)
        expect(to).toBeLessThanOrEqual(columns.totalUs)
        cursor = to
      }
    }),
    { numRuns: 500 },
  )
})

it('shares the time of a trace out among spans that run one after another', () => {
  const split = (spans: ReturnType<typeof testSpan>[], id: string, depth: number, from: number, to: number) => {
    spans.push(testSpan(id, null, depth, at(from, to)))
    if (depth > 3 || to - from < 6) return
    const third = Math.floor((to - from) / 3)
    split(spans, `${id}1`, depth + 1, from + 1, from + third)
    split(spans, `${id}2`, depth + 1, from + third, to - 1)
  }
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), (lengthMs) => {
      const spans: ReturnType<typeof testSpan>[] = []
      split(spans, 's', 0, 0, lengthMs)
      const { measures } = testTrace(spans, lengthMs)
      expect(measures.selfUs.reduce((sum, us) => sum + us, 0)).toBe(lengthMs * 1000)
    }),
  )
})
