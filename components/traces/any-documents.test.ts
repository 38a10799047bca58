import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildFlame } from '@/lib/domain/traces/build-flame'
import { buildTraceColumns } from '@/lib/domain/traces/build-trace-columns'
import { buildTraceGraph } from '@/lib/domain/traces/build-trace-graph'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { compareTraces } from '@/lib/domain/traces/compare-traces'
import { consolePageOf } from '@/lib/domain/traces/console-page-of'
import { criticalPath } from '@/lib/domain/traces/critical-path'
import { findProblems } from '@/lib/domain/traces/find-problems'
import { toOtlp } from '@/lib/domain/traces/otlp/to-otlp'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { SAMPLE_TRACE_ID } from '@/lib/domain/traces/sample-trace'
import { summariseOperations } from '@/lib/domain/traces/summarise-operations'
import { summariseTrace } from '@/lib/domain/traces/summarise-trace'
import { toXray } from '@/lib/domain/traces/to-xray'

/* What a document may hold: the names that are read, each with what they should hold, or anything. */
const any = fc.jsonValue({ maxDepth: 3 })
const id = fc.constantFrom('a', 'b', 'c', 'd', 'a'.repeat(16), 'b'.repeat(16), '', '__proto__', 'constructor')
const moment = fc.oneof(fc.double(), fc.integer({ min: 0, max: 50 }), any)
const flag = fc.oneof(fc.boolean(), any)
const block = fc.oneof(
  any,
  fc.dictionary(
    fc.constantFrom(
      'request',
      'response',
      'table_name',
      'queue_url',
      'function_arn',
      'request_id',
      'region',
      '__proto__',
    ),
    fc.oneof(any, fc.dictionary(fc.constantFrom('method', 'url', 'status'), any)),
  ),
)
const cause = fc.oneof(
  any,
  id,
  fc.record({ id }),
  fc.record({ exceptions: fc.array(fc.record({ id, cause: id, type: any, message: any, stack: any })) }),
)
const origin = fc.oneof(any, fc.constantFrom('AWS::Lambda', 'AWS::Lambda::Function', 'AWS::SQS::Queue'))
const common = {
  ...{ name: any, type: fc.oneof(fc.constant('subsegment'), any), parent_id: fc.oneof(id, any), origin, cause },
  ...{ start_time: moment, end_time: moment, in_progress: flag, error: flag, fault: flag, throttle: flag },
  ...{ http: block, aws: block, sql: block, annotations: block, metadata: block, inferred: flag, resource_arn: any },
  links: fc.oneof(any, fc.array(fc.record({ trace_id: fc.constantFrom(SAMPLE_TRACE_ID, 'x'), id }))),
  namespace: fc.oneof(any, fc.constantFrom('aws', 'remote')),
}
const { segment } = fc.letrec((tie) => ({
  segment: fc.record(
    {
      ...common,
      id: fc.oneof(id, any),
      subsegments: fc.oneof({ maxDepth: 2 }, any, fc.array(tie('segment'), { maxLength: 3 })),
    },
    { requiredKeys: [] },
  ),
}))
const span = fc.record(
  {
    ...{ spanId: fc.oneof(id, any), parentSpanId: fc.oneof(id, any), traceId: any, name: any, kind: any },
    ...{ startTimeUnixNano: moment, endTimeUnixNano: moment, attributes: block, events: any, links: any },
    ...{ status: any, resource: fc.record({ attributes: block }), scope: any, _aws: fc.record({ xray: block }) },
  },
  { requiredKeys: [] },
)
const text = fc.oneof(
  fc.oneof(segment, span, any).map((value) => JSON.stringify(value) ?? ''),
  fc.string(),
)

/** All that the pull, the API and the pages make of a trace. */
function everythingOf(texts: readonly string[]) {
  const documents = parseSegments(texts)
  const tree = buildTree(documents)
  const critical = criticalPath(tree.spans)
  const spans = tree.spans.map((one, at) => ({ ...one, critical: critical.has(at) }))
  return {
    tree,
    summary: summariseTrace(documents),
    graph: buildTraceGraph([{ id: SAMPLE_TRACE_ID, documents }]),
    columns: buildTraceColumns({ ...tree, spans }),
    statistics: summariseOperations(tree),
    flame: buildFlame(tree),
    comparison: compareTraces(tree, tree),
    otlp: toOtlp(tree.spans, SAMPLE_TRACE_ID),
    xray: toXray({ id: SAMPLE_TRACE_ID, durationMs: tree.durationMs, limitExceeded: false, texts }),
    problems: tree.spans.map(findProblems),
    pages: tree.spans.map((one) => consolePageOf(one, { accountId: '111122223333', region: 'eu-west-1' })),
  }
}

describe('whatever documents hold', () => {
  it('nothing that is made of them fails, and nothing is lost', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), (texts) => {
        const { tree, columns, statistics, flame, comparison, summary } = everythingOf(texts)
        expect(Number.isFinite(tree.startMs) && Number.isFinite(tree.durationMs) && tree.durationMs >= 0).toBe(true)
        expect(columns.ids.length).toBe(tree.spans.length)
        expect(summary.spanCount).toBe(tree.spans.length)
        for (const counted of [statistics, flame.nodes]) {
          expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(tree.spans.length)
        }
        for (const row of comparison) {
          expect(row).toMatchObject({ change: 'same', differenceMs: row.a?.totalMs === null ? null : 0 })
        }
      }),
      { numRuns: 300 },
    )
  })

  it('all that is answered can be written as JSON, nested however deep', () => {
    const deep = `${'{"a":['.repeat(16_000)}1${']}'.repeat(16_000)}`
    const document = `{"id":"a","name":"fn","start_time":1,"end_time":2,"aws":{"x":${deep}},"metadata":{"m":${deep}},
      "annotations":{"k":${deep}},"http":{"request":${deep}},"sql":${deep}}`
    const record = `{"spanId":"${'b'.repeat(16)}","name":"fn","startTimeUnixNano":1,"endTimeUnixNano":2,
      "attributes":{"x":${deep}},"resource":{"attributes":{"y":${deep}}}}`
    const { otlp, xray, statistics, flame, comparison } = everythingOf([document, record])
    expect(() => JSON.stringify({ otlp, xray, statistics, flame, comparison })).not.toThrow()
  })
})
