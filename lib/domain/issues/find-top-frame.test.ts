import { describe, expect, it } from 'vitest'
import { findTopFrame } from '@/lib/domain/issues/find-top-frame'

const CORPUS: readonly (readonly [runtime: string, stack: string[], frame: string | null])[] = [
  [
    'Node.js, text',
    [
      "TypeError: Cannot read properties of undefined (reading 'total')",
      '    at Runtime.handler (/var/task/index.js:42:17)',
      '    at Runtime.handleOnceNonStreaming (file:///var/runtime/index.mjs:1173:29)',
    ],
    'Runtime.handler (/var/task/index.js)',
  ],
  [
    'Node.js, thrown in a library',
    [
      'ConditionalCheckFailedException: The conditional request failed',
      '    at throwDefaultError (/var/task/node_modules/@smithy/smithy-client/dist-cjs/index.js:388:20)',
      '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
      '    at async saveOrder (file:///var/task/store.mjs:9:3)',
    ],
    'saveOrder (/var/task/store.mjs)',
  ],
  ['Node.js, a frame without a name', ['Error: x', '    at /var/task/client.js:57:5'], '/var/task/client.js'],
  [
    'Node.js, nothing but its own',
    ['Error: x', '    at TCP.onStreamRead (node:internal/stream_base_commons:217:20)'],
    'TCP.onStreamRead (node:internal/stream_base_commons)',
  ],
  [
    'Python, text: the nearest last, indented with no-break spaces',
    [
      'Traceback (most recent call last):',
      '\u00a0\u00a0File "/var/task/app.py", line 37, in handler',
      '\u00a0\u00a0\u00a0\u00a0return check(order)',
      '\u00a0\u00a0File "/var/task/rules.py", line 64, in check',
      '\u00a0\u00a0\u00a0\u00a0raise',
      '\u00a0\u00a0File "/opt/python/lib/python3.12/site-packages/botocore/client.py", line 553, in _api_call',
    ],
    'check (/var/task/rules.py)',
  ],
  [
    'Python, JSON: a frame and its code an entry',
    ['  File "/var/task/app.py", line 3, in lambda_handler\n    raise ValueError()\n'],
    'lambda_handler (/var/task/app.py)',
  ],
  [
    'Java',
    [
      'java.lang.NullPointerException: Cannot invoke "shop.Rate.value()"',
      '\tat java.base/java.util.Objects.requireNonNull(Objects.java:233)',
      '\tat shop.tax.Rates.of(Rates.java:25)',
      '\tat shop.Handler.handleRequest(Handler.java:29)',
    ],
    'shop.tax.Rates.of (Rates.java)',
  ],
  [
    '.NET',
    ['   at Shop.Rules.First(IEnumerable rules) in /src/Rules.cs:line 18', '   at lambda_method(Closure)'],
    'Shop.Rules.First(IEnumerable rules)',
  ],
  ['Ruby', ["/var/task/zones.rb:12:in `fetch'", "/var/task/function.rb:3:in 'handler'"], 'fetch (/var/task/zones.rb)'],
  [
    'Go',
    ['{"path":"github.com/aws/aws-lambda-go@v1/lambda/errors.go","line":39,"label":"lambdaPanicResponse"}'],
    'lambdaPanicResponse (github.com/aws/aws-lambda-go@v1/lambda/errors.go)',
  ],
  ['no frame', ['Error: at last something (that is no frame)'], null],
  ['nothing', [], null],
]

describe('the top frame', () => {
  it.each(CORPUS)('%s', (_runtime, stack, frame) => {
    expect(findTopFrame(stack)).toBe(frame)
  })

  it('does not move when a deployment moves the lines', () => {
    const at = (line: number) => ['Error: x', `    at pay (/var/task/index.js:${line}:9)`]
    expect(findTopFrame(at(12))).toBe(findTopFrame(at(980)))
  })
})
