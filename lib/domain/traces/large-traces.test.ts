import { describe, expect, it } from 'vitest'
import type { JsonObject } from '@/lib/domain/json-value'
import { buildTraceGraph } from '@/lib/domain/traces/build-trace-graph'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { criticalPath } from '@/lib/domain/traces/critical-path'
import { readTraceFacts } from '@/lib/domain/traces/facts/read-trace-facts'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { summariseTrace } from '@/lib/domain/traces/summarise-trace'

const MANY = 10_000
/** Generous: what grows with the square of the number takes minutes. */
const WITHIN_MS = 8_000

const id = (at: number) => at.toString(16).padStart(16, '0')
const many = (make: (at: number) => JsonObject) => Array.from({ length: MANY }, (_, at) => make(at))
const timed = (at: number, more: object = {}) => ({
  id: id(at),
  name: `n${at % 50}`,
  start_time: 1_764_000_000 + at,
  end_time: 1_764_020_000,
  ...more,
})

describe(`a trace of ${MANY} segments`, () => {
  it.each<[string, JsonObject[]]>([
    ['side by side', many((at) => timed(at, at === 0 ? {} : { parent_id: id(0) }))],
    ['each below the one before', many((at) => timed(at, { parent_id: id(at - 1), origin: 'AWS::Lambda::Function' }))],
    ['in one ring', many((at) => timed(at, { parent_id: id((at + 1) % MANY) }))],
    [
      'subsegments that were sent alone, each below the one before',
      many((at) => timed(at, { parent_id: id(at - 1), type: 'subsegment', namespace: 'remote' })),
    ],
    ['without a start', many((at) => ({ id: id(at), parent_id: id(at - 1) }))],
    [
      'that all send to a queue and are linked to this trace',
      many((at) =>
        timed(at, {
          links: [{ trace_id: '1-6a507b87-0cc4438344b48ef127ab1931', id: id(at + 1) }],
          subsegments: [{ id: `c${id(at)}`, name: 'SQS', namespace: 'aws', aws: { queue_url: `q${at}` } }],
        }),
      ),
    ],
    [
      'whose exceptions each have the next for a cause',
      many((at) =>
        timed(
          at,
          at % 2 === 0 ? { cause: { exceptions: [{ id: `e${at}`, cause: `e${at + 2}` }] } } : { cause: `e${at - 1}` },
        ),
      ),
    ],
  ])('%s is read in time', (_name, documents) => {
    const segments = parseSegments(documents)
    // Processor time: beside other tests the clock says little.
    const started = process.cpuUsage()
    const { spans } = buildTree(segments)
    expect(spans.length).toBeGreaterThanOrEqual(MANY)
    criticalPath(spans)
    summariseTrace(segments)
    buildTraceGraph([{ id: '1-6a507b87-0cc4438344b48ef127ab1931', documents: segments }])
    readTraceFacts(segments, null)
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(WITHIN_MS)
  })
})

describe('a document of 64 KB', () => {
  it.each([
    [
      'subsegments within subsegments',
      '{"id":"a","subsegments":[',
      '{"id":"b","subsegments":['.repeat(2_500),
      ']}'.repeat(2_500),
      ']}',
    ],
    ['nothing but brackets', '{"id":"a","metadata":', '['.repeat(32_000), ']'.repeat(32_000), '}'],
    ['one long text', '{"id":"a","name":"', 'x'.repeat(64_000), '"', '}'],
    ['cut off', '{"id":"a","subsegments":[', '{"id":"b","subsegments":['.repeat(2_500), '', ''],
  ])('of %s is read', (_name, ...parts) => {
    const documents = parseSegments([parts.join('')])
    const { spans } = buildTree(documents)
    buildTraceGraph([{ id: 'x', documents }])
    expect(spans.length).toBeLessThanOrEqual(2)
  })
})
