import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { APP_LINES } from '@/lib/domain/logs/corpus/app-lines'
import { FURTHER_APP_LINES, FURTHER_SYSTEM_LINES } from '@/lib/domain/logs/corpus/further-lines'
import { ID, REPORT, TIME } from '@/lib/domain/logs/corpus/line-texts'
import { SYSTEM_LINES } from '@/lib/domain/logs/corpus/system-lines'
import { isPlatformLine } from '@/lib/domain/logs/is-platform-line'
import { parseLogLine } from '@/lib/domain/logs/parse-log-line'

const SYSTEM = [...SYSTEM_LINES, ...FURTHER_SYSTEM_LINES]
const APP = [...APP_LINES, ...FURTHER_APP_LINES]

describe('parseLogLine', () => {
  it.each(SYSTEM)('reads %s', (_name, _source, message, expected) => {
    expect(parseLogLine(message)).toMatchObject(expected)
    expect(parseLogLine(message).unhandledError).toBeNull()
    expect(parseLogLine(message).kind).not.toBe('app')
  })

  it.each(APP)('leaves to the function %s', (_name, _source, message, expected) => {
    expect(parseLogLine(message)).toMatchObject({ kind: 'app', text: message, ...expected })
  })

  it('finds the fields of a REPORT in any order and keeps those it does not know', () => {
    const line = parseLogLine(
      `${REPORT}Status: error\tBrand New: 7 things\tMax Memory Used: 43 MB\tDuration: 97.30 ms\tBilled Duration: lots\t\n`,
    )
    expect(line).toMatchObject({
      status: 'error',
      maxMemoryUsedMb: 43,
      durationMs: 97.3,
      billedMs: null,
      other: { 'Brand New': '7 things' },
    })
  })

  it('reads every amount of 1/100 ms exactly as it was printed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 90_000_000 }), (hundredths) => {
        const printed = (hundredths / 100).toFixed(2)
        const line = parseLogLine(`${REPORT}Duration: ${printed} ms\tBilled Duration: 1 ms\t\n`)
        expect(line).toMatchObject({ durationMs: Number(printed) })
      }),
    )
  })
})

const starts = [...SYSTEM, ...APP].map(([, , message]) => message)
const mangled = fc
  .tuple(
    fc.constantFrom(...starts),
    fc.nat(300),
    fc.nat(300),
    fc.oneof(fc.string(), fc.constantFrom('\t', '\n', '{', '"')),
  )
  .map(([line, a, b, inserted]) => line.slice(0, a) + inserted + line.slice(Math.min(a, b)))
const anyLine = fc.oneof(fc.string({ unit: 'binary' }), mangled, fc.json(), fc.constantFrom(...starts))

describe('for any message', () => {
  it('never throws and loses nothing of what the function wrote', () => {
    fc.assert(
      fc.property(anyLine, (message) => {
        const line = parseLogLine(message)
        if (line.kind === 'app') expect(line.text).toBe(message)
      }),
      { numRuns: 3000 },
    )
  })

  it('isPlatformLine lets nothing pass that folding needs', () => {
    fc.assert(
      fc.property(anyLine, (message) => {
        const line = parseLogLine(message)
        const needed = (line.kind !== 'app' && line.kind !== 'extension') || line.unhandledError !== null
        if (needed) expect(isPlatformLine(message)).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })
})

it('finds a Java exception whatever its message begins with', () => {
  for (let code = 32; code < 127; code += 1) {
    const said = `${String.fromCharCode(code)} it failed`
    const message = `${said}: com.a.B\ncom.a.B: ${said}\n\tat com.a.C.get(C.java:9)\n`
    expect(parseLogLine(message).unhandledError, message).toMatchObject({ type: 'com.a.B', message: said })
    expect(isPlatformLine(message), message).toBe(true)
  }
})

it('does not take what a logger prints of an error that was caught for an unhandled one', () => {
  const certain = { errorType: 'ValueError', errorMessage: 'no', stackTrace: ['  File "a.py", line 1'] }
  const read = (line: object) => parseLogLine(JSON.stringify({ level: 'ERROR', ...line })).unhandledError?.ambiguous
  expect(read(certain)).toBe(false)
  expect(read({ ...certain, msg: 'handled' })).toBe(true)
  expect(read({ ...certain, event: 'handled' })).toBe(true)
  expect(read({ msg: 'handled', errorMessage: 'payment declined' })).toBe(true)
})

it.each(['99999999999', '9'.repeat(400), '-3', '86400001'])('takes no figure that cannot be: %s', (figure) => {
  const none = {
    kind: 'report',
    durationMs: null,
    billedMs: null,
    initMs: null,
    restoreMs: null,
    billedRestoreMs: null,
  }
  const names = ['Duration', 'Billed Duration', 'Init Duration', 'Restore Duration', 'Billed Restore Duration']
  const fields = names.map((name) => `${name}: ${figure} ms`).join('\t')
  expect(parseLogLine(`REPORT RequestId: ${ID}\t${fields}\n`)).toMatchObject(none)
  const metrics = `"durationMs":${figure},"billedDurationMs":${figure},"initDurationMs":${figure},"restoreDurationMs":${figure},"billedRestoreDurationMs":${figure}`
  const json = `{"time":"${TIME}","type":"platform.report","record":{"requestId":"${ID}","metrics":{${metrics}}}}`
  expect(parseLogLine(json)).toMatchObject(none)
})

describe('isPlatformLine', () => {
  it.each([
    `${TIME}\t${ID}\tINFO\tHello\n`,
    `[INFO]\t${TIME}\t${ID}\tmessage\n`,
    `{"timestamp":"${TIME}","level":"INFO","requestId":"${ID}","message":"hi"}`,
    'EXTENSION\tName: a\tState: Ready\tEvents: []\n',
    'plain',
    '',
  ])('passes over %j', (message) => {
    expect(isPlatformLine(message)).toBe(false)
  })
})
