import { describe, expect, it } from 'vitest'
import type { JsonObject } from '@/lib/domain/json-value'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { REQUEST_ID } from '@/lib/domain/traces/sample-trace'
import { summariseTrace } from '@/lib/domain/traces/summarise-trace'

/** A trace drawn as lines: depth, name, from +to in ms after its start, and marks. */
function draw(...documents: JsonObject[]): string[] {
  const { spans, startMs } = buildTree(parseSegments(documents))
  return spans.map((span) => {
    const [from, to] = [span.startMs - startMs, span.endMs === null ? '…' : span.endMs - startMs]
    const marks = [span.fault && 'fault', span.requestId === REQUEST_ID && 'request'].filter(Boolean)
    return [`${'  '.repeat(span.depth)}${span.name} ${from}–${to}`, ...marks].join(' ')
  })
}

let next = 0
/** Times are milliseconds after 1000 s since the epoch. */
const part = (name: string, from: number, to: number | null, more: JsonObject = {}, ...subsegments: JsonObject[]) => {
  next += 1
  return {
    ...{ id: next.toString(16).padStart(16, '0'), name, start_time: 1000 + from / 1000 },
    ...(to === null ? { in_progress: true } : { end_time: 1000 + to / 1000 }),
    ...more,
    ...(subsegments.length > 0 ? { subsegments } : {}),
  }
}
const service = { origin: 'AWS::Lambda', aws: { request_id: REQUEST_ID } }
const below = (parent: JsonObject, more: JsonObject = {}) => ({
  ...{ origin: 'AWS::Lambda::Function', parent_id: parent.id },
  ...more,
})

describe('a trace of Lambda', () => {
  it('that was invoked synchronously and cold has its initialization before its segment', () => {
    const root = part('fn', 0, 900, service)
    const own = part(
      'fn',
      400,
      890,
      below(root),
      part('Initialization', 50, 390),
      part('Invocation', 400, 880),
      part('Overhead', 880, 890),
    )
    expect(draw(root, own)).toEqual([
      'fn 0–900 request',
      '  fn 400–890 request',
      '    Initialization 50–390',
      '    Invocation 400–880',
      '    Overhead 880–890',
    ])
  })

  it('that was invoked asynchronously answers at once, and lasts until its last attempt', () => {
    const [first, second] = [part('Attempt #1', 400, 900, { fault: true }), part('Attempt #2', 60_000, 60_300)]
    const root = part(
      'fn',
      0,
      50,
      { ...service, http: { response: { status: 202 } } },
      part('Dwell Time', 50, 400),
      first,
      second,
    )
    const failed = part('fn', 410, 900, below(first, { fault: true }), part('Invocation', 420, 890, { fault: true }))
    const retried = part('fn', 60_005, 60_290, below(second), part('Invocation', 60_010, 60_280))
    expect(draw(root, failed, retried)).toEqual([
      'fn 0–50 request',
      '  Dwell Time 50–400',
      '  Attempt #1 400–900 fault',
      '    fn 410–900 fault request',
      '      Invocation 420–890 fault',
      '  Attempt #2 60000–60300',
      '    fn 60005–60290 request',
      '      Invocation 60010–60280',
    ])
    const summary = summariseTrace(parseSegments([root, failed, retried]))
    expect(summary).toMatchObject({
      durationMs: 60_300,
      responseMs: 50,
      hasFault: false,
      httpStatus: 202,
      complete: true,
    })
    expect(summary).toMatchObject({ functions: ['fn'], requestIds: [REQUEST_ID], spanCount: 8 })
  })

  it('with SnapStart is restored, and in the newer shape has Init and no Invocation', () => {
    const root = part('fn', 0, 500, service)
    const restored = part('fn', 200, 490, below(root), part('Restore', 20, 190), part('Invocation', 200, 480))
    expect(draw(root, restored).slice(1)).toEqual([
      '  fn 200–490 request',
      '    Restore 20–190',
      '    Invocation 200–480',
    ])
    const newer = part(
      'fn',
      200,
      490,
      below(root),
      part('Init', 20, 190),
      part('DynamoDB', 210, 300, { namespace: 'aws' }),
    )
    expect(draw(root, newer).slice(1)).toEqual(['  fn 200–490 request', '    Init 20–190', '    DynamoDB 210–300'])
  })

  it('whose caller was not traced has a root of its own', () => {
    const root = part('fn', 10, 20, { ...service, parent_id: 'ffffffffffffffff' })
    expect(draw(root, part('fn', 12, 18, below(root)))).toEqual(['fn 0–10 request', '  fn 2–8 request'])
  })

  it('that runs is not complete, though its subsegments arrive one by one', () => {
    const root = part('fn', 0, null, service)
    const own = part('fn', 5, null, below(root))
    const sent = part('DynamoDB', 10, 40, { namespace: 'aws', type: 'subsegment', parent_id: own.id })
    const announced = { ...sent, in_progress: true, end_time: undefined }
    expect(draw(announced, sent, own, root)).toEqual(['fn 0–… request', '  fn 5–… request', '    DynamoDB 10–40'])
    const summary = summariseTrace(parseSegments([announced, sent, own, root]))
    expect(summary).toMatchObject({ complete: false, durationMs: 40, responseMs: null })
  })

  it('whose clocks differ keeps its times as they are, and begins with the earliest', () => {
    const root = part('fn', 100, 200, service)
    const early = part('fn', 60, 250, below(root))
    expect(draw(root, early)).toEqual(['fn 40–140 request', '  fn 0–190 request'])
    expect(summariseTrace(parseSegments([root, early]))).toMatchObject({ durationMs: 190, responseMs: 100 })
  })
})
