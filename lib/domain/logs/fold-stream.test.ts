import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareStreamLines } from '@/lib/domain/logs/compare-stream-lines'
import { foldStream } from '@/lib/domain/logs/fold-stream'
import type { StreamLine } from '@/lib/domain/logs/folded-invocation'
import { parseLogLine } from '@/lib/domain/logs/parse-log-line'

const A = 'aaaaaaaa-1c2d-4e3f-8a9b-0123456789ab'
const B = 'bbbbbbbb-1c2d-4e3f-8a9b-0123456789ab'
const C = 'cccccccc-1c2d-4e3f-8a9b-0123456789ab'
const TRACE = '1-6a507b87-0cc4438344b48ef127ab1931'

/** A stream from [time, message] pairs; event IDs rise in the order written. */
function stream(...events: [number, string][]): StreamLine[] {
  return events
    .map(([atMs, message], at) => ({ atMs, eventId: String(1000 + at), line: parseLogLine(message) }))
    .sort(compareStreamLines)
}

const fold = (...events: [number, string][]) => foldStream(stream(...events))
const start = (id: string) => `START RequestId: ${id} Version: 7\n`
const end = (id: string) => `END RequestId: ${id}\n`
const report = (id: string, durationMs: number, more = '') =>
  `REPORT RequestId: ${id}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${Math.ceil(durationMs)} ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\t${more}\n`
const event = (type: string, record: object) => JSON.stringify({ type: `platform.${type}`, record })
const jsonStart = (id: string) => event('start', { requestId: id, version: '7' })
const jsonReport = (id: string, durationMs: number, status: string, more: object = {}, metrics: object = {}) =>
  event('report', {
    requestId: id,
    status,
    metrics: { durationMs, billedDurationMs: Math.ceil(durationMs), ...metrics },
    ...more,
  })
const TRACEBACK = '[ERROR] ValueError: bad order\nTraceback (most recent call last):\n  File "f.py"\n'

describe('a text stream', () => {
  it('gives each START with its REPORT as an invocation', () => {
    const folded = fold(
      [0, 'INIT_START Runtime Version: python:3.12.v18\tRuntime Version ARN: arn:x\n'],
      [300, start(A)],
      [301, `[INFO]\t2026-04-24T17:39:52.887Z\t${A}\thello\n`],
      [304, end(A)],
      [
        304,
        report(
          A,
          3.1,
          `Init Duration: 240.10 ms\t\nXRAY TraceId: ${TRACE}\tSegmentId: d0025b207c551fde\tSampled: true\t`,
        ),
      ],
      [900, start(B)],
      [1000, end(B)],
      [1000, report(B, 99.5)],
    )
    expect(folded).toEqual([
      {
        requestId: A,
        startedAtMs: 300,
        endedAtMs: 304,
        version: '7',
        result: 'success',
        errorType: null,
        errorMessage: null,
        errorFrame: null,
        durationMs: 3.1,
        billedMs: 4,
        initMs: 240.1,
        restoreMs: null,
        memoryMb: 128,
        maxMemoryUsedMb: 64,
        coldStart: true,
        traceId: TRACE,
        segmentId: 'd0025b207c551fde',
        tenantId: null,
        startEventId: '1001',
        closed: true,
      },
      expect.objectContaining({ requestId: B, durationMs: 99.5, coldStart: false, traceId: null, closed: true }),
    ])
  })

  it('leaves an invocation without REPORT open', () => {
    expect(fold([5, start(A)], [6, 'working'])).toMatchObject([
      { startedAtMs: 5, endedAtMs: null, result: 'unknown', closed: false, durationMs: null, coldStart: false },
    ])
  })

  it('dates a REPORT without START by its duration', () => {
    expect(fold([1000, end(A)], [1000, report(A, 99.5)])).toMatchObject([
      { startedAtMs: 900, endedAtMs: 1000, version: null, result: 'success', closed: true, startEventId: '1001' },
    ])
  })

  it('tells apart the retries that share a request ID', () => {
    const folded = fold(
      [0, start(A)],
      [10, TRACEBACK],
      [20, end(A)],
      [20, report(A, 20)],
      [60_000, start(A)],
      [60_005, end(A)],
      [60_005, report(A, 5)],
      [180_000, start(A)],
    )
    expect(folded).toMatchObject([
      { startedAtMs: 0, durationMs: 20, result: 'error', startEventId: '1000' },
      { startedAtMs: 60_000, durationMs: 5, result: 'success', startEventId: '1004' },
      { startedAtMs: 180_000, closed: false, startEventId: '1007' },
    ])
  })

  it('does not give a retry its own REPORT to the attempt before, whose REPORT is late', () => {
    const folded = fold([0, start(A)], [60_000, start(A)], [60_005, end(A)], [60_005, report(A, 5)])
    expect(folded).toMatchObject([
      { startedAtMs: 0, endedAtMs: null, closed: false },
      { startedAtMs: 60_000, endedAtMs: 60_005, closed: true },
    ])
  })

  it('gives a traceback without a request ID to the invocation around it', () => {
    const folded = fold(
      [0, start(A)],
      [3, end(A)],
      [3, report(A, 3)],
      [10, start(B)],
      [12, TRACEBACK],
      [15, report(B, 5)],
    )
    expect(folded).toMatchObject([
      { requestId: A, result: 'success' },
      { requestId: B, result: 'error', errorType: 'ValueError', errorMessage: 'bad order' },
    ])
  })

  it('gives a traceback to an invocation whose START is missing', () => {
    expect(fold([95, TRACEBACK], [100, report(A, 8)])).toMatchObject([{ result: 'error', startedAtMs: 92 }])
  })

  it('does not give it to the next one when the REPORT of its own is missing', () => {
    const folded = fold([0, start(A)], [1, TRACEBACK], [10, start(B)], [15, report(B, 5)])
    expect(folded).toMatchObject([
      { requestId: A, result: 'unknown' },
      { requestId: B, result: 'success' },
    ])
  })

  it('attaches a crash or time-out after the REPORT to its request', () => {
    const folded = fold(
      [0, start(A)],
      [10, end(A)],
      [10, report(A, 10)],
      [20, start(B)],
      [21, `RequestId: ${A} Error: Runtime exited with error: exit status 1\nRuntime.ExitError\n`],
      [3020, end(B)],
      [3020, report(B, 3000)],
      [3020, `2024-03-04T17:22:38.033Z ${B} Task timed out after 3.00 seconds\n\n`],
    )
    expect(folded).toMatchObject([
      { result: 'error', errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited with error: exit status 1' },
      { result: 'timeout', errorType: null, errorMessage: 'Task timed out after 3.00 seconds' },
    ])
  })

  it('takes no notice of a crash of a request that it does not hold', () => {
    expect(
      fold([0, start(A)], [1, `RequestId: ${B} Error: Runtime exited with error: signal: killed\n`], [5, report(A, 5)]),
    ).toMatchObject([{ requestId: A, result: 'success' }])
  })

  const NODE = (id: string, text: string) => `2026-11-24T02:41:28.907Z\t${id}\tERROR\t${text}\n`
  const FAILURE = '{"errorType":"TypeError","errorMessage":"boom","stack":[]}'
  it.each([
    ['node, unhandled', NODE(A, `Invoke Error \t${FAILURE}`), '', 'error', 'TypeError'],
    ['node, handled', NODE(A, `charge failed ${FAILURE}`), '', 'success', null],
    ['go', `2024/03/04 17:22:38 ${FAILURE}\n`, '', 'error', 'TypeError'],
    ['ruby', `Error raised from handler method\n${FAILURE}\n`, '', 'error', 'TypeError'],
    ['java', 'm: a.B\na.B: m\n\tat a.C.d(C.java:1)\n', '', 'error', 'a.B'],
    [
      'status alone',
      'nothing',
      'Status: error\tError Type: Runtime.UnhandledPromiseRejection\t',
      'error',
      'Runtime.UnhandledPromiseRejection',
    ],
    [
      'the cause of an exit',
      NODE(A, `Uncaught Exception \t${FAILURE}`),
      'Status: error\tError Type: Runtime.ExitError',
      'error',
      'TypeError',
    ],
    ['status time-out', 'nothing', 'Status: timeout', 'timeout', null],
    [
      'out of memory',
      'nothing',
      'Status: error\tError Type: Runtime.OutOfMemory',
      'out-of-memory',
      'Runtime.OutOfMemory',
    ],
    [
      'killed',
      `RequestId: ${A} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`,
      '',
      'out-of-memory',
      'Runtime.ExitError',
    ],
    [
      'import',
      `[ERROR] Runtime.ImportModuleError: no module\nTraceback (most recent call last):\n`,
      '',
      'init-error',
      'Runtime.ImportModuleError',
    ],
    [
      'import, by status',
      'nothing',
      'Status: error\tError Type: Runtime.ImportModuleError',
      'init-error',
      'Runtime.ImportModuleError',
    ],
    [
      're-run of the init',
      'INIT_REPORT Init Duration: 87.28 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.Unknown\n',
      '',
      'init-error',
      'Runtime.Unknown',
    ],
  ])('judges %s', (_name, line, fields, result, errorType) => {
    expect(fold([0, start(A)], [2, line], [5, end(A)], [5, report(A, 5, fields)])).toMatchObject([
      { result, errorType },
    ])
  })

  it.each([
    ['Status: error\tError Type: Runtime.ExitError', 'out-of-memory'],
    ['Status: timeout', 'timeout'],
    ['', 'success'],
  ])('with all of its memory used and %j judges %s', (fields, result) => {
    const full = report(A, 5, fields).replace('Used: 64', 'Used: 128')
    expect(fold([0, start(A)], [5, full])).toMatchObject([{ result }])
  })

  it('does not call an exception out of memory because the memory was full', () => {
    const full = report(A, 5, 'Status: error').replace('Used: 64', 'Used: 128')
    expect(fold([0, start(A)], [2, TRACEBACK], [5, full])).toMatchObject([{ result: 'error' }])
  })
})

describe('a cold start', () => {
  const timedOutInit: [number, string] = [0, 'INIT_REPORT Init Duration: 9999.79 ms\tPhase: init\tStatus: timeout\n']

  it('is the first invocation after an initialisation that was cut off', () => {
    const folded = fold(timedOutInit, [1, start(A)], [5, report(A, 4)], [10, start(B)], [12, report(B, 2)])
    expect(folded).toMatchObject([{ coldStart: true, initMs: null, result: 'success' }, { coldStart: false }])
  })

  it('is not one after a crash, though the process starts again', () => {
    const again = 'INIT_REPORT Init Duration: 87.28 ms\tPhase: invoke\tStatus: success\n'
    const folded = fold([0, start(A)], [4, report(A, 4)], [10, again], [11, start(B)], [15, report(B, 4)])
    expect(folded.map((one) => one.coldStart)).toEqual([false, false])
  })

  it('takes the message of a failed invocation from its failed initialisation', () => {
    const broken = '[ERROR] Runtime.ImportModuleError: no daily\nTraceback (most recent call last):\n'
    const fields = 'Status: error\tError Type: Runtime.ImportModuleError'
    expect(fold([0, broken], [1, start(A)], [5, report(A, 4, fields)])).toMatchObject([
      { result: 'init-error', errorMessage: 'no daily' },
    ])
  })

  it('is a restored snapshot too', () => {
    const fields = 'Restore Duration: 398.97 ms\tBilled Restore Duration: 182 ms\t'
    expect(fold([0, start(A)], [5, report(A, 4, fields)])).toMatchObject([{ coldStart: true, restoreMs: 398.97 }])
  })

  it('is nobody’s in an environment of provisioned concurrency', () => {
    const init = event('initStart', { initializationType: 'provisioned-concurrency', phase: 'init' })
    const initReport = event('initReport', {
      initializationType: 'provisioned-concurrency',
      phase: 'init',
      status: 'error',
    })
    const folded = fold([0, init], [1, initReport], [9, jsonStart(A)], [12, jsonReport(A, 3, 'success')])
    expect(folded).toMatchObject([{ coldStart: false }])
  })
})

describe('a JSON stream', () => {
  const logged = (id: string) =>
    JSON.stringify({
      level: 'ERROR',
      requestId: id,
      message: { errorType: 'TypeError', errorMessage: 'boom', stackTrace: [] },
    })

  it.each([
    ['success', {}, {}, 'success', null, null],
    ['error', {}, {}, 'error', 'TypeError', 'boom'],
    ['failure', { errorType: 'Runtime.ExitError' }, {}, 'error', 'TypeError', 'boom'],
    ['timeout', {}, {}, 'timeout', null, null],
    ['error', { errorType: 'Runtime.OutOfMemory' }, {}, 'out-of-memory', 'Runtime.OutOfMemory', 'boom'],
    ['error', { errorType: 'Runtime.ImportModuleError' }, {}, 'init-error', 'Runtime.ImportModuleError', 'boom'],
  ])(
    'lets status %s %o decide about an error that may have been handled',
    (status, more, metrics, result, type, message) => {
      const folded = fold([0, jsonStart(A)], [2, logged(A)], [5, jsonReport(A, 5, status, more, metrics)])
      expect(folded).toMatchObject([{ result, errorType: type, errorMessage: message }])
    },
  )

  it('infers an out-of-memory kill from full memory and a failure', () => {
    const metrics = { memorySizeMB: 128, maxMemoryUsedMB: 128 }
    expect(fold([0, jsonStart(A)], [5, jsonReport(A, 5, 'failure', {}, metrics)])).toMatchObject([
      { result: 'out-of-memory' },
    ])
  })

  it('keeps requests that interleave apart by their IDs alone', () => {
    const folded = fold(
      [0, jsonStart(A)],
      [1, jsonStart(B)],
      [2, 'INIT_REPORT Init Duration: 87.28 ms\tPhase: invoke\tStatus: error\n'],
      [3, TRACEBACK],
      [4, jsonReport(A, 4, 'success')],
      [5, jsonStart(C)],
      [6, jsonReport(C, 1, 'error')],
      [9, jsonReport(B, 8, 'success')],
    )
    expect(folded).toMatchObject([
      { requestId: A, durationMs: 4, result: 'success' },
      { requestId: B, durationMs: 8, result: 'success' },
      { requestId: C, durationMs: 1, result: 'error', errorType: null },
    ])
  })
})

const kinds = fc.constantFrom('plain', 'traceback', 'retry', 'open', 'headless', 'killed')
const anyStream = fc.array(fc.tuple(kinds, fc.integer({ min: 0, max: 5000 })), { maxLength: 12 }).map((list) => {
  const events: [number, string][] = []
  list.forEach(([kind, durationMs], at) => {
    const from = at * 60_000
    const to = from + durationMs
    const id = kind === 'retry' ? A : `${String(at).padStart(8, '0')}${B.slice(8)}`
    if (kind !== 'headless') events.push([from, start(id)])
    if (kind === 'traceback') events.push([to, TRACEBACK])
    if (kind !== 'open') events.push([to, end(id)], [to, report(id, durationMs)])
    if (kind === 'killed') events.push([to, `RequestId: ${id} Error: Runtime exited with error: signal: killed\n`])
  })
  return { list, lines: stream(...events) }
})

describe('for any stream', () => {
  it('the fold is the same in whatever pieces and order the lines came, some of them twice', () => {
    const shuffled = anyStream.chain(({ lines }) =>
      fc.tuple(
        fc.constant(lines),
        fc.shuffledSubarray([...lines, ...lines], { minLength: lines.length * 2, maxLength: lines.length * 2 }),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([lines, pieces]) => {
        expect(foldStream([...pieces].sort(compareStreamLines))).toEqual(foldStream(lines))
      }),
    )
  })

  it('every attempt is found once, with its own result', () => {
    fc.assert(
      fc.property(anyStream, ({ list, lines }) => {
        const results = {
          plain: 'success',
          traceback: 'error',
          retry: 'success',
          open: 'unknown',
          headless: 'success',
          killed: 'out-of-memory',
        }
        expect(foldStream(lines).map((one) => one.result)).toEqual(list.map(([kind]) => results[kind]))
        expect(foldStream(lines).filter((one) => one.closed)).toHaveLength(
          list.filter(([kind]) => kind !== 'open').length,
        )
      }),
    )
  })

  it('never throws on lines of any kind', () => {
    const message = fc.constantFrom(
      start(A),
      end(A),
      report(A, 5),
      start(B),
      report(B, 1),
      TRACEBACK,
      jsonReport(A, 1, 'error'),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(100), message)), (events) => {
        for (const one of fold(...events)) expect(one.closed).toBe(one.durationMs !== null)
      }),
    )
  })
})
