export const ID = '79b5e81f-1c2d-4e3f-8a9b-0123456789ab'
const ARN = 'arn:aws:lambda:eu-west-1::runtime:edb5a058'
export const TIME = '2026-11-24T02:41:28.907Z'
export const REPORT = `REPORT RequestId: ${ID}\t`
const node = (level: string, text: string) => `${TIME}\t${ID}\t${level}\t${text}\n`
const json = (value: unknown) => JSON.stringify(value)
const platform = (type: string, record: unknown) => json({ time: TIME, type: `platform.${type}`, record })
const usual = 'Duration: 97.30 ms\tBilled Duration: 98 ms\tMemory Size: 1024 MB\tMax Memory Used: 43 MB\t'

/** System lines, numbered like the collection of real lines that this table was made from: name, message, what it says. */
export const SYSTEM_LINES: [string, string, object][] = [
  [
    '01 INIT_START',
    `INIT_START Runtime Version: python:3.12.v18\tRuntime Version ARN: ${ARN}\n`,
    { kind: 'init-start', runtimeVersion: 'python:3.12.v18', runtimeVersionArn: ARN, requestId: null },
  ],
  [
    '02 INIT_START, mainline version',
    `INIT_START Runtime Version: nodejs:22.mainline.v122\tRuntime Version ARN: ${ARN}\n`,
    { kind: 'init-start', runtimeVersion: 'nodejs:22.mainline.v122' },
  ],
  [
    '03 START of $LATEST',
    `START RequestId: ${ID} Version: $LATEST\n`,
    { kind: 'start', requestId: ID, version: '$LATEST', traceId: null },
  ],
  ['04 START of a version', `START RequestId: ${ID} Version: 72`, { kind: 'start', version: '72' }],
  ['05 END', `END RequestId: ${ID}\n`, { kind: 'end', requestId: ID }],
  [
    '06 REPORT of a custom runtime, cold',
    `${REPORT}Duration: 284.02 ms\tBilled Duration: 486 ms\tMemory Size: 128 MB\tMax Memory Used: 32 MB\tInit Duration: 201.13 ms\t\n`,
    {
      kind: 'report',
      requestId: ID,
      durationMs: 284.02,
      billedMs: 486,
      memoryMb: 128,
      maxMemoryUsedMb: 32,
      initMs: 201.13,
      restoreMs: null,
      status: null,
      errorType: null,
      traceId: null,
      other: {},
    },
  ],
  [
    '07 REPORT with its XRAY line',
    `${REPORT}Duration: 3.10 ms\tBilled Duration: 546 ms\tMemory Size: 2048 MB\tMax Memory Used: 95 MB\tInit Duration: 542.01 ms\t\nXRAY TraceId: 1-6a507b87-0cc4438344b48ef127ab1931\tSegmentId: d0025b207c551fde\tSampled: true\t\n`,
    {
      durationMs: 3.1,
      billedMs: 546,
      initMs: 542.01,
      traceId: '1-6a507b87-0cc4438344b48ef127ab1931',
      segmentId: 'd0025b207c551fde',
      sampled: true,
    },
  ],
  [
    '08 REPORT, old, a space before the TAB',
    `${REPORT}Duration: 99.90 ms\tBilled Duration: 100 ms \tMemory Size: 128 MB\tMax Memory Used: 33 MB\t\n`,
    { durationMs: 99.9, billedMs: 100, memoryMb: 128, maxMemoryUsedMb: 33, initMs: null },
  ],
  [
    '09 REPORT of SnapStart',
    `${REPORT}Duration: 2338.66 ms\tBilled Duration: 2521 ms\tMemory Size: 3009 MB\tMax Memory Used: 173 MB\tRestore Duration: 398.97 ms\tBilled Restore Duration: 182 ms\t\n`,
    { billedMs: 2521, restoreMs: 398.97, billedRestoreMs: 182, initMs: null },
  ],
  [
    '10 REPORT of a time-out',
    `${REPORT}Duration: 10000.00 ms\tBilled Duration: 10084 ms\tMemory Size: 128 MB\tMax Memory Used: 31 MB\tInit Duration: 84.00 ms\tStatus: timeout\n`,
    { durationMs: 10000, initMs: 84, status: 'timeout', errorType: null },
  ],
  [
    '11 REPORT of an init error, XRAY line',
    `${REPORT}${usual}Status: error\tError Type: Runtime.ImportModuleError\nXRAY TraceId: 1-6a507b87-0cc4438344b48ef127ab1931\tSegmentId: d0025b207c551fde\tSampled: false\t\n`,
    { status: 'error', errorType: 'Runtime.ImportModuleError', sampled: false, segmentId: 'd0025b207c551fde' },
  ],
  [
    '12 REPORT of an out-of-memory kill',
    `${REPORT}Duration: 5.00 ms\tMax Memory Used: 10239 MB\tInit Duration: 551.73 ms\tStatus: error\tError Type: Runtime.OutOfMemory\t\n`,
    { billedMs: null, memoryMb: null, maxMemoryUsedMb: 10239, errorType: 'Runtime.OutOfMemory' },
  ],
  [
    '13 REPORT of an exit',
    `${REPORT}${usual}Status: error\tError Type: Runtime.ExitError\n`,
    { status: 'error', errorType: 'Runtime.ExitError' },
  ],
  [
    '14 timed out',
    `2024-03-04T17:22:38.033Z ${ID} Task timed out after 3.00 seconds\n\n`,
    { kind: 'timeout', requestId: ID, afterMs: 3000, level: 'error' },
  ],
  [
    '15 killed',
    `RequestId: ${ID} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`,
    {
      kind: 'crash',
      requestId: ID,
      reason: 'Runtime exited with error: signal: killed',
      errorType: 'Runtime.ExitError',
    },
  ],
  [
    '16 exit status',
    `RequestId: ${ID} Error: Runtime exited with error: exit status 1\nRuntime.ExitError\n`,
    { kind: 'crash', reason: 'Runtime exited with error: exit status 1' },
  ],
  [
    '17 no reason',
    `RequestId: ${ID} Error: Runtime exited without providing a reason\nRuntime.ExitError\n`,
    { kind: 'crash', reason: 'Runtime exited without providing a reason' },
  ],
  [
    '18 process exited',
    `RequestId: ${ID} Process exited before completing request\n\n`,
    { kind: 'crash', reason: 'Process exited before completing request', errorType: null },
  ],
  [
    '18b no entry point',
    `RequestId: ${ID} Error: fork/exec /var/task/bootstrap: exec format error\nRuntime.InvalidEntrypoint\n`,
    {
      kind: 'crash',
      reason: 'fork/exec /var/task/bootstrap: exec format error',
      errorType: 'Runtime.InvalidEntrypoint',
    },
  ],
  [
    '19 INIT_REPORT with spaces',
    'INIT_REPORT Init Duration: 1236.04 ms Phase: init Status: timeout\n',
    { kind: 'init-report', durationMs: 1236.04, phase: 'init', status: 'timeout', errorType: null },
  ],
  [
    '20 INIT_REPORT with TABs',
    'INIT_REPORT Init Duration: 9999.79 ms\tPhase: init\tStatus: timeout\n',
    { kind: 'init-report', durationMs: 9999.79, phase: 'init', status: 'timeout' },
  ],
  [
    '21 INIT_REPORT of the re-run',
    'INIT_REPORT Init Duration: 87.28 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ImportModuleError\n',
    { phase: 'invoke', status: 'error', errorType: 'Runtime.ImportModuleError' },
  ],
  [
    '22 INIT_REPORT of an unknown error',
    'INIT_REPORT Init Duration: 12.00 ms\tPhase: init\tStatus: error\tError Type: Runtime.Unknown\n',
    { phase: 'init', status: 'error', errorType: 'Runtime.Unknown' },
  ],
  [
    '23 INIT_REPORT without a phase',
    'INIT_REPORT Init Duration: 9908.09 ms\n',
    { kind: 'init-report', durationMs: 9908.09, phase: null, status: null },
  ],
  [
    '24 RESTORE_START',
    `RESTORE_START Runtime Version: java:11.v20\tRuntime Version ARN: ${ARN}\n`,
    { kind: 'restore-start', runtimeVersion: 'java:11.v20', runtimeVersionArn: ARN },
  ],
  [
    '25 RESTORE_REPORT',
    'RESTORE_REPORT Restore Duration: 398.97 ms\n',
    { kind: 'restore-report', durationMs: 398.97, status: null },
  ],
  [
    '26 RESTORE_REPORT of a time-out',
    'RESTORE_REPORT Restore Duration: 1236.04 ms Status: timeout\n',
    { kind: 'restore-report', status: 'timeout' },
  ],
  [
    '27 RESTORE_REPORT of an error',
    'RESTORE_REPORT Restore Duration: 5.00 ms Status: error Error Type: Runtime.ExitError\n',
    { kind: 'restore-report', status: 'error', errorType: 'Runtime.ExitError' },
  ],
  [
    '28 EXTENSION without events',
    'EXTENSION\tName: lambda-adapter\tState: Ready\tEvents: []\n',
    { kind: 'extension', name: 'lambda-adapter', state: 'Ready', events: [] },
  ],
  [
    '29 EXTENSION with events',
    'EXTENSION\tName: AppConfigAgent\tState: Ready\tEvents: [INVOKE, SHUTDOWN]\n',
    { kind: 'extension', events: ['INVOKE', 'SHUTDOWN'] },
  ],
  [
    '29b EXTENSION, events without spaces',
    'EXTENSION\tName: a\tState: Ready\tEvents: [INVOKE,SHUTDOWN]\n',
    { kind: 'extension', events: ['INVOKE', 'SHUTDOWN'] },
  ],
  [
    '30 TELEMETRY',
    'TELEMETRY\tName: datadog-agent\tState: Subscribed\tTypes: [Platform, Function, Extension]\n',
    { kind: 'extension', name: 'datadog-agent', events: ['Platform', 'Function', 'Extension'] },
  ],
  [
    '31 LOGS',
    'LOGS\tName: cloudwatch_lambda_agent\tState: Subscribed\tTypes: [Platform]\n',
    { kind: 'extension', name: 'cloudwatch_lambda_agent', events: ['Platform'] },
  ],
  [
    '48 initStart',
    platform('initStart', {
      initializationType: 'on-demand',
      phase: 'init',
      runtimeVersion: 'nodejs:22.mainline.v122',
      runtimeVersionArn: ARN,
      instanceMaxMemory: 268435456,
    }),
    { kind: 'init-start', initializationType: 'on-demand', phase: 'init', runtimeVersionArn: ARN },
  ],
  [
    '49 start with tracing',
    platform('start', {
      requestId: ID,
      version: '$LATEST',
      tracing: {
        spanId: 'd0025b207c551fde',
        type: 'X-Amzn-Trace-Id',
        value: 'Root=1-6a507b87-0cc4438344b48ef127ab1931;Parent=0025b207c551fdea;Sampled=1',
      },
    }),
    { kind: 'start', requestId: ID, version: '$LATEST', traceId: '1-6a507b87-0cc4438344b48ef127ab1931' },
  ],
  [
    '50 report',
    platform('report', {
      requestId: ID,
      metrics: {
        durationMs: 1233.96,
        billedDurationMs: 1698,
        memorySizeMB: 256,
        maxMemoryUsedMB: 123,
        initDurationMs: 463.512,
      },
      status: 'success',
      tenantId: 'blue',
    }),
    {
      kind: 'report',
      requestId: ID,
      durationMs: 1233.96,
      billedMs: 1698,
      memoryMb: 256,
      maxMemoryUsedMb: 123,
      initMs: 463.512,
      restoreMs: null,
      status: 'success',
      traceId: null,
      format: 'json',
      other: { tenantId: 'blue' },
    },
  ],
  [
    '50b report of a managed instance',
    platform('report', {
      requestId: ID,
      metrics: { durationMs: 5 },
      status: 'failure',
      errorType: 'Runtime.ExitError',
    }),
    { durationMs: 5, billedMs: null, memoryMb: null, status: 'failure', errorType: 'Runtime.ExitError' },
  ],
  [
    '51 initReport',
    platform('initReport', {
      initializationType: 'on-demand',
      phase: 'init',
      status: 'timeout',
      metrics: { durationMs: 10000.487 },
    }),
    { kind: 'init-report', durationMs: 10000.487, phase: 'init', status: 'timeout', initializationType: 'on-demand' },
  ],
  [
    '52 runtimeDone',
    json({ type: 'platform.runtimeDone', record: { requestId: ID, status: 'success', metrics: { durationMs: 140 } } }),
    { kind: 'platform', type: 'platform.runtimeDone', requestId: ID, status: 'success' },
  ],
  [
    '53 initRuntimeDone',
    json({ type: 'platform.initRuntimeDone', record: { phase: 'init', status: 'success', spans: [] } }),
    { kind: 'platform', type: 'platform.initRuntimeDone', record: { phase: 'init', status: 'success', spans: [] } },
  ],
  [
    '54 restoreStart',
    json({ type: 'platform.restoreStart', record: { runtimeVersion: 'java:21.v4', runtimeVersionArn: ARN } }),
    { kind: 'restore-start', runtimeVersion: 'java:21.v4' },
  ],
  [
    '55 restoreReport',
    json({ type: 'platform.restoreReport', record: { status: 'success', metrics: { durationMs: 15.19 } } }),
    { kind: 'restore-report', durationMs: 15.19, status: 'success' },
  ],
  [
    '56 extension',
    json({ type: 'platform.extension', record: { name: 'x', state: 'Ready', events: ['INVOKE', 'SHUTDOWN'] } }),
    { kind: 'extension', name: 'x', state: 'Ready', events: ['INVOKE', 'SHUTDOWN'] },
  ],
  [
    '57 telemetrySubscription',
    json({ type: 'platform.telemetrySubscription', record: { name: 'x', state: 'Subscribed', types: ['platform'] } }),
    { kind: 'extension', name: 'x', state: 'Subscribed', events: ['platform'] },
  ],
  [
    '58 logsDropped',
    json({ type: 'platform.logsDropped', record: { droppedBytes: 12345, droppedRecords: 123, reason: 'Some' } }),
    { kind: 'platform', type: 'platform.logsDropped', record: { droppedBytes: 12345 }, status: null },
  ],
]

const JAVA =
  'error: java.lang.RuntimeException\njava.lang.RuntimeException: error\n\tat Test.main(Test.java:3)\n\t... 12 more\n'
const NODE_ERROR = {
  errorType: 'ReferenceError',
  errorMessage: 'x is not defined',
  stack: ['ReferenceError: x', '    at h'],
}
const JSON_ERROR = { errorType: 'TypeError', errorMessage: 'boom', stackTrace: ['TypeError: boom', '    at h'] }
const jsonLine = (level: string, rest: object) => json({ timestamp: TIME, level, requestId: ID, ...rest })

/** Lines that a function or its runtime wrote: name, message, what it says. */
export const APP_LINES: [string, string, object][] = [
  [
    '32 runtime note',
    '[ERROR] [1698615205834] LAMBDA_RUNTIME Failed to post\n',
    { level: 'error', unhandledError: null },
  ],
  ['33 node', node('INFO', 'Hello'), { level: 'info', requestId: ID, unhandledError: null }],
  ['33b node, init', `${TIME}\tundefined\tINFO\tHello\n`, { level: 'info', requestId: null }],
  ['33c node, handled', node('ERROR', 'Payment failed {"errorType":"X"}'), { level: 'error', unhandledError: null }],
  [
    '34 node invoke error',
    node('ERROR', `Invoke Error \t${json(NODE_ERROR)}`),
    {
      level: 'error',
      requestId: ID,
      unhandledError: {
        type: 'ReferenceError',
        message: 'x is not defined',
        stack: NODE_ERROR.stack,
        ambiguous: false,
      },
    },
  ],
  [
    '35 node uncaught',
    `${TIME}\tundefined\tERROR\tUncaught Exception \t${json({ errorType: 'Runtime.UserCodeSyntaxError', errorMessage: 'SyntaxError: x', stack: [] })}\n`,
    { requestId: null, unhandledError: { type: 'Runtime.UserCodeSyntaxError', message: 'SyntaxError: x' } },
  ],
  [
    '36 node rejection',
    node(
      'ERROR',
      `Unhandled Promise Rejection \t${json({ errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: boom', reason: {}, promise: {}, stack: [] })}`,
    ),
    { unhandledError: { type: 'Runtime.UnhandledPromiseRejection', message: 'Error: boom' } },
  ],
  ['37 python', `[INFO]\t${TIME}\t${ID}\tmessage\n`, { level: 'info', requestId: ID }],
  [
    '38 python, init',
    `[WARNING]\t${TIME}\t\tLAMBDA_WARNING: Unhandled exception.\n`,
    { level: 'warn', requestId: null },
  ],
  [
    '39 python unhandled',
    '[ERROR] RuntimeError: POLYGON key missing\nTraceback (most recent call last):\n\u00a0\u00a0File "/var/task/f.py", line 317, in h\n',
    { level: 'error', requestId: null, unhandledError: { type: 'RuntimeError', message: 'POLYGON key missing' } },
  ],
  [
    '39b python unhandled through stdout',
    '[ERROR] KeyError: \'x\'\rTraceback (most recent call last):\r  File "f.py"',
    { unhandledError: { type: 'KeyError', stack: ['Traceback (most recent call last):', '  File "f.py"'] } },
  ],
  ['39c python, printed', '[ERROR] PaymentDeclined: card\n', { level: 'error', unhandledError: null }],
  [
    '40 python import',
    "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'daily'\nTraceback (most recent call last):\n",
    { unhandledError: { type: 'Runtime.ImportModuleError' } },
  ],
  [
    '41 java unhandled',
    JAVA,
    { level: 'error', requestId: null, unhandledError: { type: 'java.lang.RuntimeException', message: 'error' } },
  ],
  [
    '41b java, printed trace',
    'java.lang.RuntimeException: error\n\tat Test.main(Test.java:3)\n',
    { unhandledError: null },
  ],
  [
    '42 go unhandled',
    '2024/03/04 17:22:38 {"errorMessage":"boom","errorType":"errorString"}\n',
    { level: 'error', unhandledError: { type: 'errorString', message: 'boom' } },
  ],
  [
    '43 go panic',
    '2022/06/28 23:00:32 calling the handler function resulted in a panic, the process should exit\n',
    { unhandledError: { type: 'Runtime.ExitError' } },
  ],
  ['43b go, ordinary', '2022/06/28 23:00:32 {"order":1}\n', { level: null, unhandledError: null }],
  [
    '44 dotnet unhandled',
    node('fail', 'System.Exception: boom\n   at Function.Handler(String input) in F.cs:line 12'),
    { level: 'error', requestId: ID, unhandledError: { type: 'System.Exception', message: 'boom' } },
  ],
  ['44b dotnet, handled', node('fail', 'could not charge the card'), { level: 'error', unhandledError: null }],
  [
    '45 ruby unhandled',
    'Error raised from handler method\n{\n  "errorMessage": "no implicit conversion",\n  "errorType": "Function<TypeError>",\n  "stackTrace": ["/var/task/function.rb:3"]\n}\n',
    { level: 'error', unhandledError: { type: 'Function<TypeError>', stack: ['/var/task/function.rb:3'] } },
  ],
  ['46 ruby', `I, [2026-01-01T00:00:00.000000 #8]  INFO ${ID} -- : hello\n`, { level: 'info', requestId: ID }],
  [
    '47 time-out payload',
    json({ errorMessage: `${TIME} ${ID} Task timed out after 902.11 seconds` }),
    { requestId: ID, unhandledError: { type: 'Sandbox.Timedout' } },
  ],
  ['59a node', jsonLine('INFO', { message: 'hello { a: 1 }' }), { level: 'info', requestId: ID }],
  ['59b node, object', jsonLine('INFO', { message: { a: 1, b: { c: [1, 2] } } }), { level: 'info', requestId: ID }],
  ['59c node, nested JSON', jsonLine('INFO', { message: '{"already":"json"}' }), { level: 'info', requestId: ID }],
  [
    '59d node, error',
    jsonLine('ERROR', { message: { ...JSON_ERROR, code: 'E1' } }),
    { level: 'error', unhandledError: { type: 'TypeError', message: 'boom', ambiguous: true } },
  ],
  [
    '59e node, error with context',
    jsonLine('ERROR', { message: 'ctx TypeError: boom\n    at h', ...JSON_ERROR }),
    { level: 'error', unhandledError: null },
  ],
  [
    '60 node unhandled at init',
    json({ timestamp: TIME, level: 'ERROR', message: { ...JSON_ERROR, errorType: 'ImportModuleError' } }),
    { requestId: null, unhandledError: { type: 'ImportModuleError', ambiguous: true } },
  ],
  [
    '61 python',
    json({ timestamp: '2026-04-24T17:39:52Z', level: 'INFO', message: 'hi', logger: 'root', requestId: ID }),
    { level: 'info', requestId: ID, unhandledError: null },
  ],
  [
    '62 python unhandled',
    json({
      timestamp: TIME,
      level: 'ERROR',
      errorMessage: 'boom',
      errorType: 'RuntimeError',
      requestId: ID,
      stackTrace: ['  File'],
    }),
    { unhandledError: { type: 'RuntimeError', message: 'boom', stack: ['  File'], ambiguous: false } },
  ],
  [
    '63 java',
    json({ timestamp: TIME, level: 'INFO', message: 'm', AWSRequestId: ID }),
    { level: 'info', requestId: ID },
  ],
  [
    '63b java logger',
    json({ timestamp: TIME, level: 'WARN', message: 'm', AWSrequestId: ID }),
    { level: 'warn', requestId: ID },
  ],
  [
    '63c java unhandled',
    jsonLine('ERROR', { message: JAVA }),
    { unhandledError: { type: 'java.lang.RuntimeException' } },
  ],
  [
    '64 dotnet',
    json({
      timestamp: TIME,
      level: 'Error',
      requestId: ID,
      message: 'x',
      count: 3,
      ...JSON_ERROR,
      errorType: 'System.Exception',
    }),
    { level: 'error', unhandledError: { type: 'System.Exception', ambiguous: true } },
  ],
  [
    '65 ruby',
    jsonLine('ERROR', {
      message: 'boom',
      logger: 'x',
      ...JSON_ERROR,
      errorType: 'RuntimeError',
      location: 'app.rb:h:12',
    }),
    { level: 'error', unhandledError: { type: 'RuntimeError', ambiguous: true } },
  ],
  [
    '66 powertools',
    json({ level: 'INFO', message: 'm', timestamp: TIME, cold_start: true, function_request_id: ID, event: {} }),
    { level: 'info', requestId: ID },
  ],
  [
    '67 powertools error',
    json({ level: 'CRITICAL', message: 'm', function_request_id: ID, error: { name: 'Error', message: 'boom' } }),
    { level: 'fatal', requestId: ID, unhandledError: null },
  ],
  ['68 EMF', json({ _aws: { Timestamp: 1, CloudWatchMetrics: [] }, service: 'orders' }), { level: null }],
  ['plain text', 'anything at all', { level: null, requestId: null, unhandledError: null }],
  ['nothing', '', {}],
  ['text like JSON', '{not json}', {}],
  ['REPORT without a request ID', 'REPORT RequestId: mine\tDuration: 1 ms\t\n', {}],
  ['START within a sentence', `START RequestId: ${ID} Version: 7 was seen`, {}],
]
