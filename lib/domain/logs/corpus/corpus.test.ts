import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareStreamLines } from '@/lib/domain/logs/compare-stream-lines'
import { APP_LINES } from '@/lib/domain/logs/corpus/app-lines'
import { FURTHER_APP_LINES, FURTHER_SYSTEM_LINES } from '@/lib/domain/logs/corpus/further-lines'
import { STREAMS } from '@/lib/domain/logs/corpus/streams'
import { SYSTEM_LINES } from '@/lib/domain/logs/corpus/system-lines'
import { foldStream } from '@/lib/domain/logs/fold-stream'
import type { StreamLine } from '@/lib/domain/logs/folded-invocation'
import { isPlatformLine } from '@/lib/domain/logs/is-platform-line'
import { parseLogLine } from '@/lib/domain/logs/parse-log-line'

const LINES = [...SYSTEM_LINES, ...FURTHER_SYSTEM_LINES, ...APP_LINES, ...FURTHER_APP_LINES]

function streamOf(events: readonly [number, string][]): StreamLine[] {
  return events
    .map(([atMs, message], at) => ({ atMs, eventId: String(1000 + at), line: parseLogLine(message) }))
    .sort(compareStreamLines)
}

describe('the corpus', () => {
  it('has at least 200 lines and streams, each named once and with its provenance', () => {
    const cases = [...LINES, ...STREAMS]
    expect(cases.length).toBeGreaterThanOrEqual(200)
    const names = cases.map(([name]) => name)
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
    for (const [, source] of cases) expect(source).not.toBe('')
  })

  it.each(STREAMS)('folds %s', (_name, _source, events, tells) => {
    const folded = foldStream(streamOf(events))
    expect(folded).toMatchObject(tells)
  })

  it.each(STREAMS)('folds the lines that are kept for folding alike: %s', (_name, _source, events) => {
    const lines = streamOf(events)
    const kept = lines.filter(({ eventId }) => isPlatformLine(events[Number(eventId) - 1000]?.[1] ?? ''))
    expect(foldStream(kept)).toEqual(foldStream(lines))
  })
})

const anyEvents = fc.array(
  fc.oneof(
    fc.constantFrom(...STREAMS.map(([, , events]) => events)),
    fc.array(fc.tuple(fc.nat(5000), fc.constantFrom(...LINES.map(([, , message]) => message)))),
  ),
  { maxLength: 3 },
)

describe('for any mixture of the corpus', () => {
  it('folding neither throws nor depends on repetition and order of arrival', () => {
    fc.assert(
      fc.property(anyEvents, fc.infiniteStream(fc.nat()), (parts, shuffle) => {
        const lines = streamOf(parts.flat())
        const arrived = [...lines, ...lines]
          .map((line) => ({ line, place: shuffle.next().value ?? 0 }))
          .sort((a, b) => a.place - b.place)
          .map(({ line }) => line)
        expect(foldStream(arrived.sort(compareStreamLines))).toEqual(foldStream(lines))
      }),
      { numRuns: 300 },
    )
  })

  it('every REPORT is one closed invocation', () => {
    fc.assert(
      fc.property(anyEvents, (parts) => {
        const lines = streamOf(parts.flat())
        const reports = lines.filter(({ line }) => line.kind === 'report').length
        expect(foldStream(lines).filter(({ closed }) => closed)).toHaveLength(reports)
      }),
      { numRuns: 300 },
    )
  })
})
