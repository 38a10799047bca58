import { ARN, GUIDE, MADE, NODE, PYTHON, SEEN, TELEMETRY } from '@/lib/domain/logs/corpus/line-texts'

/** Name, provenance, lines as [ms, message] in the order of their event IDs, and the invocations that they tell about. */
export type StreamCase = [name: string, source: string, lines: [atMs: number, message: string][], tells: object[]]

const A = 'aaaaaaaa-1c2d-4e3f-8a9b-0123456789ab'
const B = 'bbbbbbbb-1c2d-4e3f-8a9b-0123456789ab'
const C = 'cccccccc-1c2d-4e3f-8a9b-0123456789ab'
const TRACE = '1-6a507b87-0cc4438344b48ef127ab1931'
const INIT = `INIT_START Runtime Version: nodejs:22.mainline.v122\tRuntime Version ARN: ${ARN}\n`
const start = (id: string, version = '$LATEST') => `START RequestId: ${id} Version: ${version}\n`
const end = (id: string) => `END RequestId: ${id}\n`
const report = (id: string, ms: string, more = '', used = 64) =>
  `REPORT RequestId: ${id}\tDuration: ${ms} ms\tBilled Duration: ${Math.ceil(Number(ms))} ms\tMemory Size: 128 MB\tMax Memory Used: ${used} MB\t${more}\n`
const crash = (id: string, reason: string, type: string) => `RequestId: ${id} Error: ${reason}\n${type}\n`
const event = (type: string, record: object) => JSON.stringify({ time: 'x', type: `platform.${type}`, record })
const jsonStart = (id: string) => event('start', { requestId: id, version: '3' })
const jsonReport = (id: string, durationMs: number, status: string, more: object = {}) =>
  event('report', {
    requestId: id,
    metrics: { durationMs, billedDurationMs: Math.ceil(durationMs), memorySizeMB: 256, maxMemoryUsedMB: 90 },
    status,
    ...more,
  })
const managedReport = (id: string, durationMs: number, status = 'success') =>
  event('report', { requestId: id, metrics: { durationMs }, status })
const nodeError = (id: string, mark: string, errorType: string) =>
  `2026-11-24T02:41:28.907Z\t${id}\tERROR\t${mark} \t${JSON.stringify({ errorType, errorMessage: 'boom', stack: [] })}\n`
const IMPORT =
  "[ERROR] Runtime.ImportModuleError: Unable to import module 'search': No module named 'search'\nTraceback (most recent call last):\n"
const WARNING = '[WARNING]\t2026-04-22T21:00:55.118Z\t\tLAMBDA_WARNING: Unhandled exception.\n'
const initReport = (phase: string, type: string) =>
  `INIT_REPORT Init Duration: 137.69 ms\tPhase: ${phase}\tStatus: error\tError Type: ${type}\n`
const failed = (type: string) => `Status: error\tError Type: ${type}`

export const STREAMS: StreamCase[] = [
  [
    'cold, then warm',
    SEEN,
    [
      [0, INIT],
      [200, start(A)],
      [204, end(A)],
      [204, report(A, '3.10', 'Init Duration: 195.01 ms\t')],
      [900, start(B)],
      [901, end(B)],
      [901, report(B, '0.90')],
    ],
    [
      { requestId: A, coldStart: true, initMs: 195.01, result: 'success' },
      { requestId: B, coldStart: false, startedAtMs: 900 },
    ],
  ],
  [
    'traced',
    SEEN,
    [
      [0, start(A, '72')],
      [5, end(A)],
      [5, `${report(A, '4.20').trimEnd()}\t\nXRAY TraceId: ${TRACE}\tSegmentId: d0025b207c551fde\tSampled: true\t\n`],
    ],
    [{ version: '72', traceId: TRACE, segmentId: 'd0025b207c551fde' }],
  ],
  [
    'a stream whose entry point is not there',
    SEEN,
    [
      [0, 'INIT_REPORT Init Duration: 0.79 ms\tPhase: init\tStatus: error\tError Type: Runtime.InvalidEntrypoint\n'],
      [2, 'INIT_REPORT Init Duration: 0.61 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.InvalidEntrypoint\n'],
      [3, start(A)],
      [3, crash(A, 'fork/exec /var/task/bootstrap: no such file or directory', 'Runtime.InvalidEntrypoint')],
      [3, end(A)],
      [3, report(A, '0.80', failed('Runtime.InvalidEntrypoint'))],
    ],
    [
      {
        result: 'init-error',
        errorType: 'Runtime.InvalidEntrypoint',
        errorMessage: 'fork/exec /var/task/bootstrap: no such file or directory',
      },
    ],
  ],
  [
    'a module that is missing, printed twice',
    SEEN,
    [
      [0, INIT],
      [100, WARNING],
      [101, IMPORT],
      [110, initReport('init', 'Runtime.ImportModuleError')],
      [300, WARNING],
      [301, IMPORT],
      [310, initReport('invoke', 'Runtime.ImportModuleError')],
      [311, start(A)],
      [320, end(A)],
      [320, report(A, '150.00', failed('Runtime.ImportModuleError'))],
    ],
    [
      {
        result: 'init-error',
        errorType: 'Runtime.ImportModuleError',
        errorMessage: "Unable to import module 'search': No module named 'search'",
        coldStart: true,
      },
    ],
  ],
  [
    'Node.js with a syntax error',
    SEEN,
    [
      [0, INIT],
      [100, nodeError('undefined', 'Uncaught Exception', 'Runtime.UserCodeSyntaxError')],
      [101, initReport('init', 'Runtime.UserCodeSyntaxError')],
      [201, initReport('invoke', 'Runtime.UserCodeSyntaxError')],
      [202, start(A)],
      [210, end(A)],
      [210, report(A, '100.00', failed('Runtime.UserCodeSyntaxError'))],
    ],
    [{ result: 'init-error', errorType: 'Runtime.UserCodeSyntaxError', errorMessage: 'boom' }],
  ],
  [
    'an init that ran out of time, then a good one',
    SEEN,
    [
      [0, INIT],
      [10000, 'INIT_REPORT Init Duration: 10009.13 ms\tPhase: init\tStatus: timeout\n'],
      [10001, start(A)],
      [14000, end(A)],
      [14000, report(A, '3998.00')],
      [15000, start(B)],
      [15001, end(B)],
      [15001, report(B, '1.00')],
    ],
    [
      { requestId: A, result: 'success', coldStart: true, initMs: null, durationMs: 3998 },
      { requestId: B, coldStart: false },
    ],
  ],
  [
    'an init that ran out of time twice',
    MADE,
    [
      [0, INIT],
      [10000, 'INIT_REPORT Init Duration: 9999.79 ms\tPhase: init\tStatus: timeout\n'],
      [10001, 'INIT_REPORT Init Duration: 3000.00 ms\tPhase: invoke\tStatus: timeout\n'],
      [10002, start(A)],
      [13002, end(A)],
      [13002, report(A, '3000.00', 'Status: timeout')],
    ],
    [{ result: 'timeout', coldStart: true }],
  ],
  [
    'a time-out of the newer style',
    SEEN,
    [
      [0, start(A)],
      [3000, end(A)],
      [3000, report(A, '3000.00', 'Status: timeout')],
    ],
    [{ result: 'timeout', errorType: null }],
  ],
  [
    'a time-out of the older style',
    SEEN,
    [
      [0, start(A)],
      [3003, `2024-03-04T17:22:38.033Z ${A} Task timed out after 3.00 seconds\n\n`],
      [3003, end(A)],
      [3003, report(A, '3003.00')],
    ],
    [{ result: 'timeout', errorMessage: 'Task timed out after 3.00 seconds' }],
  ],
  [
    'a time-out whose line comes after the REPORT',
    SEEN,
    [
      [0, start(A)],
      [3003, end(A)],
      [3003, report(A, '3003.00')],
      [3003, `2024-03-04T17:22:38.033Z ${A} Task timed out after 3.00 seconds\n\n`],
      [9000, INIT],
      [9100, start(B)],
      [9101, end(B)],
      [9101, report(B, '1.00', 'Init Duration: 90.00 ms')],
    ],
    [
      { requestId: A, result: 'timeout' },
      { requestId: B, result: 'success', coldStart: true },
    ],
  ],
  [
    'an error that was logged before the time ran out',
    MADE,
    [
      [0, start(A)],
      [10, IMPORT.replace('Runtime.ImportModuleError', 'ValueError')],
      [3000, end(A)],
      [3000, report(A, '3000.00', 'Status: timeout')],
    ],
    [{ result: 'timeout', errorType: null }],
  ],
  [
    'killed for its memory, the classic way',
    SEEN,
    [
      [0, start(A)],
      [50, end(A)],
      [50, report(A, '50.00', '', 128)],
      [50, crash(A, 'Runtime exited with error: signal: killed', 'Runtime.ExitError')],
    ],
    [{ result: 'out-of-memory', errorMessage: 'Runtime exited with error: signal: killed' }],
  ],
  [
    'killed for its memory, by type',
    SEEN,
    [
      [0, start(A)],
      [50, end(A)],
      [50, report(A, '50.00', failed('Runtime.OutOfMemory'), 128)],
    ],
    [{ result: 'out-of-memory', errorType: 'Runtime.OutOfMemory' }],
  ],
  [
    'all of its memory and an exit',
    SEEN,
    [
      [0, start(A)],
      [50, end(A)],
      [50, report(A, '50.00', failed('Runtime.ExitError'), 128)],
    ],
    [{ result: 'out-of-memory' }],
  ],
  [
    'all of its memory and a good end',
    MADE,
    [
      [0, start(A)],
      [50, end(A)],
      [50, report(A, '50.00', '', 128)],
    ],
    [{ result: 'success' }],
  ],
  [
    'an exit',
    SEEN,
    [
      [0, start(A)],
      [5, end(A)],
      [5, report(A, '5.00')],
      [5, crash(A, 'Runtime exited with error: exit status 1', 'Runtime.ExitError')],
    ],
    [{ result: 'error', errorType: 'Runtime.ExitError' }],
  ],
  [
    'an exit without a reason',
    SEEN,
    [
      [0, start(A)],
      [5, crash(A, 'Runtime exited without providing a reason', 'Runtime.ExitError')],
      [5, end(A)],
      [5, report(A, '5.00', failed('Runtime.ExitError'))],
    ],
    [{ result: 'error', errorMessage: 'Runtime exited without providing a reason' }],
  ],
  [
    'an exit before 2019',
    SEEN,
    [
      [0, start(A)],
      [5, end(A)],
      [5, report(A, '5.00')],
      [5, `RequestId: ${A} Process exited before completing request\n\n`],
    ],
    [{ result: 'error', errorMessage: 'Process exited before completing request' }],
  ],
  [
    'a panic of Go',
    SEEN,
    [
      [0, start(A)],
      [3, '2022/06/28 23:00:32 {"errorMessage":"boom","errorType":"string","stackTrace":[]}\n'],
      [3, '2022/06/28 23:00:32 calling the handler function resulted in a panic, the process should exit\n'],
      [4, end(A)],
      [4, report(A, '4.00')],
      [4, 'Unknown application error occurred\nRuntime.Unknown\n'],
    ],
    [{ result: 'error', errorType: 'Runtime.ExitError' }],
  ],
  [
    'a crash line that comes when the next invocation runs',
    MADE,
    [
      [0, start(A)],
      [5, end(A)],
      [5, report(A, '5.00')],
      [100, start(B)],
      [101, crash(A, 'Runtime exited with error: exit status 1', 'Runtime.ExitError')],
      [110, end(B)],
      [110, report(B, '10.00')],
    ],
    [
      { requestId: A, result: 'error' },
      { requestId: B, result: 'success' },
    ],
  ],
  [
    'Node.js, unhandled',
    NODE,
    [
      [0, start(A)],
      [4, nodeError(A, 'Invoke Error', 'TypeError')],
      [5, end(A)],
      [5, report(A, '5.00')],
    ],
    [{ result: 'error', errorType: 'TypeError', errorMessage: 'boom' }],
  ],
  [
    'a stream of Node.js 8',
    SEEN,
    [
      [0, start(A)],
      [
        4,
        `2018-06-05T22:11:27.082Z\t${A}\t{"errorMessage":"boom","errorType":"Error","stackTrace":["h (/var/task/i.js:1:1)"]}\n`,
      ],
      [5, end(A)],
      [5, report(A, '5.00')],
    ],
    [{ result: 'error', errorType: 'Error', errorMessage: 'boom' }],
  ],
  [
    'a stream with an answer that was too large',
    SEEN,
    [
      [0, start(A)],
      [4, '[ERROR] [1698615205834] LAMBDA_RUNTIME Failed to post handler success response. Http response code: 413.\n'],
      [5, end(A)],
      [5, report(A, '5.00')],
    ],
    [{ result: 'error', errorType: 'Function.ResponseSizeTooLarge' }],
  ],
  [
    'Python, caught and logged',
    PYTHON,
    [
      [0, start(A)],
      [4, `[ERROR]\t2026-04-24T17:39:52.887Z\t${A}\tfailed\nTraceback (most recent call last):\nKeyError: 1\n`],
      [5, end(A)],
      [5, report(A, '5.00')],
    ],
    [{ result: 'success' }],
  ],
  [
    'retries of one event',
    SEEN,
    [
      [0, start(A)],
      [4, nodeError(A, 'Invoke Error', 'TypeError')],
      [5, end(A)],
      [5, report(A, '5.00')],
      [61000, start(A)],
      [61004, nodeError(A, 'Invoke Error', 'RangeError')],
      [61005, end(A)],
      [61005, report(A, '5.50')],
      [182000, start(A)],
      [182005, end(A)],
      [182005, report(A, '5.70')],
    ],
    [
      { errorType: 'TypeError', durationMs: 5 },
      { errorType: 'RangeError', durationMs: 5.5 },
      { result: 'success', durationMs: 5.7 },
    ],
  ],
  [
    'retries, the first without its REPORT',
    MADE,
    [
      [0, start(A)],
      [61000, start(A)],
      [61005, end(A)],
      [61005, report(A, '5.00')],
    ],
    [
      { closed: false, result: 'unknown' },
      { closed: true, durationMs: 5 },
    ],
  ],
  [
    'an invocation that still runs',
    MADE,
    [
      [0, start(A)],
      [3, 'working\n'],
    ],
    [{ closed: false, result: 'unknown', endedAtMs: null }],
  ],
  [
    'the end of an invocation alone',
    MADE,
    [
      [1000, end(A)],
      [1000, report(A, '99.50')],
    ],
    [{ startedAtMs: 900, endedAtMs: 1000, version: null }],
  ],
  [
    'START with REPORT and no END',
    MADE,
    [
      [0, start(A)],
      [7, report(A, '7.00')],
    ],
    [{ durationMs: 7, endedAtMs: 7 }],
  ],
  [
    'REPORT sorted before END',
    MADE,
    [
      [0, start(A)],
      [7, report(A, '7.00')],
      [7, end(A)],
    ],
    [{ durationMs: 7, endedAtMs: 7 }],
  ],
  [
    'lines of an extension around the invocation',
    SEEN,
    [
      [0, INIT],
      [50, 'EXTENSION\tName: agent\tState: Ready\tEvents: [INVOKE, SHUTDOWN]\n'],
      [51, 'TELEMETRY\tName: agent\tState: Subscribed\tTypes: [Platform, Function]\n'],
      [60, start(A)],
      [64, end(A)],
      [64, report(A, '3.10', 'Init Duration: 58.00 ms')],
    ],
    [{ coldStart: true, result: 'success' }],
  ],
  [
    'a stream whose extension could not be launched',
    SEEN,
    [
      [0, 'EXTENSION\tName: datadog-agent\tState: LaunchError\tEvents: []\tError Type: UnknownError\n'],
      [1, start(A)],
      [1, crash(A, 'fork/exec /opt/extensions/datadog-agent: exec format error', 'Extension.LaunchError')],
      [1, end(A)],
      [1, report(A, '1.00', failed('Extension.LaunchError'))],
    ],
    [{ result: 'init-error', errorType: 'Extension.LaunchError' }],
  ],
  [
    'a restored snapshot',
    SEEN,
    [
      [0, `RESTORE_START Runtime Version: java:21.mainline.v82\tRuntime Version ARN: ${ARN}\n`],
      [399, 'RESTORE_REPORT Restore Duration: 398.97 ms\n'],
      [400, start(A, '3')],
      [405, end(A)],
      [405, report(A, '5.00', 'Restore Duration: 398.97 ms\tBilled Restore Duration: 182 ms\t')],
    ],
    [{ coldStart: true, restoreMs: 398.97, version: '3' }],
  ],
  [
    'a line that looks like a REPORT of another request',
    MADE,
    [
      [0, start(A)],
      [2, `saw: ${report(B, '1.00')}`],
      [5, end(A)],
      [5, report(A, '5.00')],
    ],
    [{ requestId: A, durationMs: 5 }],
  ],
  [
    'JSON, cold and good',
    SEEN,
    [
      [0, event('initStart', { initializationType: 'on-demand', phase: 'init' })],
      [460, jsonStart(A)],
      [
        1700,
        jsonReport(A, 1233.96, 'success', {
          metrics: {
            durationMs: 1233.96,
            billedDurationMs: 1698,
            memorySizeMB: 256,
            maxMemoryUsedMB: 123,
            initDurationMs: 463.512,
          },
        }),
      ],
    ],
    [{ version: '3', initMs: 463.512, billedMs: 1698, coldStart: true, result: 'success' }],
  ],
  [
    'JSON, at the log level WARN: a failure alone is reported',
    GUIDE,
    [
      [
        0,
        JSON.stringify({
          timestamp: 'x',
          level: 'ERROR',
          requestId: A,
          message: { errorType: 'TypeError', errorMessage: 'boom', stackTrace: [] },
        }),
      ],
      [5, jsonReport(A, 5, 'error', { errorType: 'TypeError' })],
    ],
    [{ startedAtMs: 0, version: null, result: 'error', errorType: 'TypeError', errorMessage: 'boom' }],
  ],
  [
    'JSON, an error that was caught',
    NODE,
    [
      [0, jsonStart(A)],
      [
        2,
        JSON.stringify({
          timestamp: 'x',
          level: 'ERROR',
          requestId: A,
          message: { errorType: 'TypeError', errorMessage: 'boom', stackTrace: [] },
        }),
      ],
      [5, jsonReport(A, 5, 'success')],
    ],
    [{ result: 'success', errorType: null }],
  ],
  [
    'JSON, Python unhandled',
    PYTHON,
    [
      [0, jsonStart(A)],
      [
        2,
        JSON.stringify({
          timestamp: 'x',
          level: 'ERROR',
          errorMessage: 'boom',
          errorType: 'RuntimeError',
          requestId: A,
          stackTrace: [],
        }),
      ],
      [5, jsonReport(A, 5, 'error')],
    ],
    [{ result: 'error', errorType: 'RuntimeError', errorMessage: 'boom' }],
  ],
  [
    'JSON, timed out',
    TELEMETRY,
    [
      [0, jsonStart(A)],
      [3000, jsonReport(A, 3000, 'timeout')],
    ],
    [{ result: 'timeout' }],
  ],
  [
    'JSON, the process exited',
    TELEMETRY,
    [
      [0, jsonStart(A)],
      [5, event('runtimeDone', { requestId: A, status: 'error', errorType: 'Runtime.ExitError' })],
      [5, jsonReport(A, 5, 'error')],
    ],
    [{ result: 'error', errorType: 'Runtime.ExitError' }],
  ],
  [
    'JSON, the init ran out of time',
    SEEN,
    [
      [0, event('initStart', { initializationType: 'on-demand', phase: 'init' })],
      [
        10000,
        event('initReport', {
          initializationType: 'on-demand',
          phase: 'init',
          status: 'timeout',
          metrics: { durationMs: 10000.487 },
        }),
      ],
      [10001, jsonStart(A)],
      [14000, jsonReport(A, 3999, 'success')],
    ],
    [{ result: 'success', coldStart: true, initMs: null }],
  ],
  [
    'JSON, provisioned concurrency',
    TELEMETRY,
    [
      [0, event('initStart', { initializationType: 'provisioned-concurrency', phase: 'init' })],
      [
        400,
        event('initReport', {
          initializationType: 'provisioned-concurrency',
          phase: 'init',
          status: 'success',
          metrics: { durationMs: 399 },
        }),
      ],
      [900_000, jsonStart(A)],
      [900_005, jsonReport(A, 5, 'success')],
    ],
    [{ coldStart: false, result: 'success' }],
  ],
  [
    'a managed instance, requests one inside the other',
    TELEMETRY,
    [
      [0, event('initStart', { initializationType: 'lambda-managed-instances', phase: 'init' })],
      [10, jsonStart(A)],
      [12, jsonStart(B)],
      [13, jsonStart(C)],
      [15, managedReport(B, 3)],
      [20, managedReport(A, 10)],
      [25, managedReport(C, 12, 'error')],
    ],
    [
      { requestId: A, durationMs: 10, coldStart: false },
      { requestId: B, durationMs: 3 },
      { requestId: C, result: 'error' },
    ],
  ],
  [
    'a managed instance, whose error names its request',
    TELEMETRY,
    [
      [10, jsonStart(A)],
      [12, jsonStart(B)],
      [
        13,
        JSON.stringify({
          timestamp: 'x',
          level: 'ERROR',
          errorMessage: 'boom',
          errorType: 'KeyError',
          requestId: A,
          stackTrace: [],
        }),
      ],
      [15, managedReport(B, 3)],
      [20, managedReport(A, 10, 'error')],
    ],
    [
      { requestId: A, result: 'error', errorType: 'KeyError' },
      { requestId: B, result: 'success' },
    ],
  ],
  [
    'a managed instance, a line without a request belongs to nobody',
    MADE,
    [
      [10, jsonStart(A)],
      [11, managedReport(A, 1)],
      [12, jsonStart(B)],
      [13, '[ERROR] KeyError: 1\nTraceback (most recent call last):\n'],
      [14, managedReport(B, 2)],
    ],
    [
      { requestId: A, result: 'success' },
      { requestId: B, result: 'success' },
    ],
  ],
  [
    'a tenant’s requests',
    TELEMETRY,
    [
      [0, event('start', { requestId: A, version: '3', tenantId: 'blue' })],
      [5, jsonReport(A, 5, 'success', { tenantId: 'blue' })],
    ],
    [{ requestId: A, version: '3', result: 'success', tenantId: 'blue' }],
  ],
  [
    'the steps of a durable execution',
    MADE,
    [
      [0, event('start', { requestId: A, version: '3', durableExecutionArn: 'x' })],
      [5, jsonReport(A, 5, 'success')],
      [60_000, event('start', { requestId: B, version: '3', durableExecutionArn: 'x' })],
      [60_009, jsonReport(B, 9, 'success')],
    ],
    [
      { requestId: A, durationMs: 5 },
      { requestId: B, durationMs: 9 },
    ],
  ],
  [
    'a group whose format was switched from text to JSON',
    GUIDE,
    [
      [0, start(A)],
      [5, end(A)],
      [5, report(A, '5.00')],
      [100, jsonStart(B)],
      [107, jsonReport(B, 7, 'success')],
    ],
    [
      { requestId: A, durationMs: 5, version: '$LATEST' },
      { requestId: B, durationMs: 7, version: '3' },
    ],
  ],
  [
    'lines that are nobody’s',
    MADE,
    [
      [0, 'hello\n'],
      [1, '{"a":1}'],
      [2, WARNING],
    ],
    [],
  ],
  [
    'logs dropped between two',
    TELEMETRY,
    [
      [0, start(A)],
      [2, event('logsDropped', { droppedBytes: 1, droppedRecords: 1, reason: 'x' })],
      [5, end(A)],
      [5, report(A, '5.00')],
    ],
    [{ result: 'success' }],
  ],
]
