import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { BatchGetTracesCommand, GetTraceSummariesCommand, XRayClient } from '@aws-sdk/client-xray'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startSimulator, type TestSimulator } from '@/e2e/fixtures/start-simulator'
import { objectOf } from '@/lib/domain/json-value'
import { buildTraceGraph } from '@/lib/domain/traces/build-trace-graph'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { findOtlpFaults, readOtlp } from '@/lib/domain/traces/otlp/read-otlp'
import { toOtlp } from '@/lib/domain/traces/otlp/to-otlp'
import { parseSegment, parseSegments } from '@/lib/domain/traces/parse-segment'
import { summariseTrace } from '@/lib/domain/traces/summarise-trace'
import { toXray } from '@/lib/domain/traces/to-xray'

const NOW_MS = Date.UTC(2026, 10, 20, 15, 30)
const FROM_MS = NOW_MS - 55 * 60_000
/** Traces that began before are complete: retries end and late segments come within a quarter of an hour. */
const SETTLED_MS = NOW_MS - 20 * 60_000

let withXray: TestSimulator
let withSpans: TestSimulator
let fromSegments: Map<string, string[]>
let fromSpans: Map<string, string[]>

beforeAll(async () => {
  const options = { now: new Date(NOW_MS), frozen: true, seed: 1, functions: 40, hours: 1 }
  withXray = await startSimulator(options)
  withSpans = await startSimulator({ ...options, transactionSearch: ['eu-west-1'] })
  fromSegments = await readSegments()
  fromSpans = await readSpans()
}, 120_000)

afterAll(async () => {
  await withXray?.stop()
  await withSpans?.stop()
})

function clientOptions({ url }: TestSimulator) {
  return { endpoint: url, region: 'eu-west-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' } }
}

async function readSegments(): Promise<Map<string, string[]>> {
  const xray = new XRayClient(clientOptions(withXray))
  const ids = new Set<string>()
  let NextToken: string | undefined
  do {
    const window = { StartTime: new Date(FROM_MS), EndTime: new Date(SETTLED_MS) }
    const page = await xray.send(new GetTraceSummariesCommand({ ...window, NextToken }))
    for (const { Id } of page.TraceSummaries ?? []) if (Id !== undefined) ids.add(Id)
    NextToken = page.NextToken
  } while (NextToken)
  const found = new Map<string, string[]>()
  for (const id of ids) {
    let token: string | undefined
    do {
      const page = await xray.send(new BatchGetTracesCommand({ TraceIds: [id], NextToken: token }))
      const documents = page.Traces?.flatMap(({ Segments }) => Segments?.map(({ Document }) => Document ?? '') ?? [])
      found.set(id, [...(found.get(id) ?? []), ...(documents ?? [])])
      token = page.NextToken
    } while (token)
  }
  xray.destroy()
  return found
}

async function readSpans(): Promise<Map<string, string[]>> {
  const logs = new CloudWatchLogsClient(clientOptions(withSpans))
  const found = new Map<string, string[]>()
  let nextToken: string | undefined
  do {
    const input = { logGroupName: 'aws/spans', startTime: FROM_MS - 3_600_000, endTime: NOW_MS, nextToken }
    const page = await logs.send(new FilterLogEventsCommand(input))
    for (const { message = '' } of page.events ?? []) {
      const id = parseSegment(message)?.traceId ?? ''
      found.set(id, [...(found.get(id) ?? []), message])
    }
    nextToken = page.nextToken
  } while (nextToken)
  logs.destroy()
  return found
}

/** What both forms have to say alike. A service that X-Ray only infers is no span, and known by the call to it. */
function treeOf(documents: readonly string[]) {
  const { spans, startMs, durationMs, complete } = buildTree(parseSegments(documents))
  const rows = spans
    .filter(({ inferred }) => !inferred)
    .map(({ http, sql, aws, document, annotations, exceptions, ...row }) => ({
      ...row,
      metadata: Object.keys(row.metadata).sort(),
      annotations: Object.entries(annotations).sort(),
      exceptions: exceptions.map(({ id, type, message, remote, causeId }) => ({ id, type, message, remote, causeId })),
    }))
  return { rows, startMs, durationMs, complete }
}

it('gives the same tree, with the same figures, from spans as from segments', () => {
  expect(fromSegments.size).toBeGreaterThan(80)
  for (const [id, documents] of fromSegments) {
    expect(treeOf(fromSpans.get(id) ?? [])).toEqual(treeOf(documents))
  }
})

it('exports spans as segment documents that say what X-Ray’s own do', () => {
  for (const [id, documents] of fromSegments) {
    const exported = toXray({ id, durationMs: 0, limitExceeded: false, texts: fromSpans.get(id) ?? [] })
    const written = exported.Traces.flatMap(({ Segments }) => Segments.map(({ Document }) => Document))
    expect(written.length).toBeGreaterThan(0)
    expect(treeOf(written)).toEqual(treeOf(documents))
  }
})

it('exports both as OTLP that keeps its rules and reads back to the same tree', () => {
  for (const [id, documents] of fromSegments) {
    for (const texts of [documents, fromSpans.get(id) ?? []]) {
      const otlp = toOtlp(buildTree(parseSegments(texts)).spans, id)
      expect(findOtlpFaults(otlp)).toEqual([])
      const read = readOtlp(otlp).filter((record) => !isInferred(record))
      expect(withoutOutcome(treeOf(read.map((record) => JSON.stringify(record))))).toEqual(
        withoutOutcome(treeOf(documents)),
      )
    }
  }
})

/** Services that X-Ray infers are spans in an export, which say so. */
function isInferred({ attributes }: Record<string, unknown>): boolean {
  return objectOf(attributes)?.['aws.xray.inferred'] === true
}

/** Whose fault an error was OTLP cannot say where there is no HTTP status. */
function withoutOutcome({ rows, ...tree }: ReturnType<typeof treeOf>) {
  return {
    ...tree,
    rows: rows.map(({ error, fault, throttle, ...row }) => ({ ...row, failed: error || fault || throttle })),
  }
}

it('gives the same summary', () => {
  for (const [id, documents] of fromSegments) {
    const { spanCount: _, ...expected } = summariseTrace(parseSegments(documents))
    expect(summariseTrace(parseSegments(fromSpans.get(id) ?? []))).toMatchObject(expected)
  }
})

it('gives the same graph of all traces, links between them included', () => {
  const graphOf = (traces: Map<string, string[]>) =>
    buildTraceGraph(
      [...fromSegments.keys()].map((id) => ({ id, documents: parseSegments(traces.get(id) ?? []) })),
      '482915736041',
    )
  const expected = graphOf(fromSegments)
  expect(expected.nodes.length).toBeGreaterThan(30)
  expect(expected.edges.some(({ kind }) => kind === 'link')).toBe(true)
  expect(graphOf(fromSpans)).toEqual(expected)
})
