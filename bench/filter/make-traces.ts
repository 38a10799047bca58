import { seededRandom } from '@/bench/query/history-shape'
import type { JsonObject } from '@/lib/domain/json-value'
import { indexTrace } from '@/lib/domain/traces/facts/index-trace'
import { readTraceFacts } from '@/lib/domain/traces/facts/read-trace-facts'
import { listFactTerms, termOf } from '@/lib/domain/traces/facts/terms'
import type { TraceFacts } from '@/lib/domain/traces/facts/trace-facts'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { summariseTrace, type TraceSummary } from '@/lib/domain/traces/summarise-trace'

const FUNCTIONS = 200
/** How many stored traces share what their documents say but for times, URL, user and order. */
const PATTERNS_PER_FUNCTION = 10
const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const
/** How much slower than the fastest: few are much slower. */
const FACTORS = Array.from({ length: 16 }, (_, at) => (at / 15) ** 4 * 12 + 0.2)
const PATH_END = '{id}'
const ACCOUNT = '111122223333'

/** factsJson: as it is stored, with PATH_END where the URL ends. terms: but for those of URL, user, order and items. */
type Variant = { factsJson: string; terms: readonly number[]; summary: TraceSummary; durationMs: number; url: string }
type Pattern = { facts: TraceFacts; summary: TraceSummary; path: string }
export type MadeTrace = {
  id: string
  startMs: number
  summary: TraceSummary
  durationMs: number
  url: string
  factsJson: string
  terms: number[]
}

/** Called by Zipf: the first function is in one of six traces, the last in one of a thousand. */
export function* makeTraces(count: number, fromMs: number, toMs: number): Generator<MadeTrace> {
  const random = seededRandom(1)
  const variants = makePatterns(random).map((pattern) => FACTORS.map((factor) => makeVariant(pattern, factor)))
  for (let at = 0; at < count; at += 1) {
    const startMs = Math.floor(fromMs + ((toMs - fromMs) * at) / count)
    const rank = Math.min(FUNCTIONS - 1, Math.floor(FUNCTIONS ** random()) - 1)
    const outcome = random()
    const kind = outcome < 0.006 ? 9 : outcome < 0.012 ? 8 : outcome < 0.04 ? 7 : Math.floor(random() * 7)
    const slowness = Math.floor(random() * FACTORS.length)
    const variant = variants[rank * PATTERNS_PER_FUNCTION + kind]?.[slowness]
    if (variant !== undefined) yield makeTrace(variant, at, startMs)
  }
}

function makeVariant({ facts, summary, path }: Pattern, factor: number): Variant {
  const url = `https://api.shop.example/prod/${path}/`
  const slower = <Timed extends { t?: number }>(one: Timed): Timed =>
    one.t === undefined ? one : { ...one, t: Math.round(one.t * factor * 1000) / 1000 }
  const root = facts.s?.[0]
  const told: TraceFacts = {
    ...facts,
    s: facts.s?.map((one) => ({ ...slower(one), ...(one === root ? { hu: `${url}${PATH_END}` } : {}) })),
    c: facts.c?.map(slower),
  }
  const durationMs = summary.durationMs * factor
  const row = { ...summary, httpUrl: url, durationMs, responseMs: durationMs, isPartial: false }
  return { factsJson: JSON.stringify(told), terms: indexTrace(row, told).terms, summary, durationMs, url }
}

function makeTrace(
  { factsJson, terms, summary, durationMs, url: path }: Variant,
  at: number,
  startMs: number,
): MadeTrace {
  const ending = String((at * 7919) % 1_000_003)
  const url = `${path}${ending}`
  const own: TraceFacts = {
    k: [
      { k: 'orderId', s: `o-${at}` },
      { k: 'items', v: at % 40 },
    ],
  }
  if (at % 3 === 0) own.u = [`user-${(at * 31) % 50_000}`]
  const users = own.u === undefined ? '' : `"u":${JSON.stringify(own.u)},`
  const told = factsJson
    .replace(PATH_END, ending)
    .replace('"k":[', `${users}"k":[${JSON.stringify(own.k).slice(1, -1)},`)
  const ownTerms = [termOf('http.url', url), termOf('http.url word', ending), ...listFactTerms(own)]
  const id = `1-${Math.floor(startMs / 1000).toString(16)}-${at.toString(16).padStart(24, '0')}`
  // A few fan out; most differ by a retry or two.
  const spanCount = summary.spanCount + (at % 101 === 0 ? at % 1_999 : at % 5)
  const sized = { ...summary, spanCount }
  return { id, startMs, summary: sized, durationMs, url, factsJson: told, terms: [...terms, ...ownTerms] }
}

function makePatterns(random: () => number): Pattern[] {
  return Array.from({ length: FUNCTIONS * PATTERNS_PER_FUNCTION }, (_, at) => {
    const fn = `fn-${String(Math.floor(at / PATTERNS_PER_FUNCTION)).padStart(3, '0')}`
    const documents = makeDocuments(fn, at % PATTERNS_PER_FUNCTION, random)
    const segments = parseSegments(documents)
    const summary = summariseTrace(segments)
    const path = `${fn.replace('fn', 'items')}/${['list', 'orders', 'cart'][at % 3]}`
    return { facts: readTraceFacts(segments, null), summary, path }
  })
}

/** An API, the function, a table and a queue; of the last three kinds one fails, one throttles, one errs. */
function makeDocuments(fn: string, kind: number, random: () => number): JsonObject[] {
  const start = 1_764_000_000
  const time = 0.02 + random() * 0.4
  const outcome =
    kind === 9 ? { fault: true } : kind === 8 ? { error: true, throttle: true } : kind === 7 ? { error: true } : {}
  const status = kind === 9 ? 502 : kind === 8 ? 429 : kind === 7 ? 404 : 200
  const span = (from: number, to: number) => ({ start_time: start + from * time, end_time: start + to * time })
  const id = (at: number) => at.toString(16).padStart(16, '0')
  const arn = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:${fn}:live`
  const cause = {
    exceptions: [{ id: 'e', type: kind === 9 ? 'TimeoutError' : 'NotFound', message: `${fn} gave up`, stack: [] }],
  }
  const failed = kind >= 7 ? { ...outcome, cause } : {}
  const table = { operation: 'PutItem', table_name: `table-${fn}` }
  return [
    {
      id: id(1),
      name: `api-${Number(fn.slice(3)) % 12}/prod`,
      origin: 'AWS::ApiGateway::Stage',
      ...span(0, 1),
      ...outcome,
      http: {
        request: { method: METHODS[kind % 4], url: 'https://x/', user_agent: 'Mozilla/5.0', client_ip: '203.0.113.9' },
        response: { status },
      },
      subsegments: [
        {
          id: id(2),
          name: 'Lambda',
          namespace: 'aws',
          ...span(0.02, 0.98),
          ...outcome,
          aws: { function_name: fn, operation: 'Invoke' },
        },
      ],
    },
    {
      id: id(3),
      parent_id: id(2),
      name: fn,
      origin: 'AWS::Lambda',
      resource_arn: arn,
      ...span(0.03, 0.97),
      ...outcome,
      aws: { request_id: 'r' },
    },
    {
      id: id(4),
      parent_id: id(3),
      name: fn,
      origin: 'AWS::Lambda::Function',
      resource_arn: arn,
      ...span(0.05, 0.95),
      ...outcome,
      aws: { account_id: ACCOUNT },
      subsegments: [
        {
          id: id(5),
          name: 'Invocation',
          ...span(0.1, 0.94),
          ...failed,
          annotations: { ColdStart: kind === 0, tier: kind % 5 === 0 ? 'gold' : 'basic' },
          subsegments: [
            {
              id: id(6),
              name: 'DynamoDB',
              namespace: 'aws',
              ...span(0.2, 0.6),
              ...(kind === 8 ? outcome : {}),
              aws: table,
            },
            {
              id: id(7),
              name: 'SQS',
              namespace: 'aws',
              ...span(0.7, 0.8),
              aws: { operation: 'SendMessage', queue_url: `https://sqs/${ACCOUNT}/queue-${fn}` },
            },
          ],
        },
      ],
    },
    {
      id: id(8),
      parent_id: id(6),
      name: `table-${fn}`,
      origin: 'AWS::DynamoDB::Table',
      inferred: true,
      ...span(0.2, 0.6),
      ...(kind === 8 ? outcome : {}),
      aws: table,
    },
  ]
}
