import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareStreamLines } from '@/lib/domain/logs/compare-stream-lines'
import { STREAMS } from '@/lib/domain/logs/corpus/streams'
import { foldStream } from '@/lib/domain/logs/fold-stream'
import type { FoldedInvocation, StreamLine } from '@/lib/domain/logs/folded-invocation'
import { isPlatformLine } from '@/lib/domain/logs/is-platform-line'
import { parseLogLine } from '@/lib/domain/logs/parse-log-line'
import { emptyTail, type ForwardFold, foldForward, type StreamTail } from '@/lib/sync/store/stream-tail'

const MARGIN_MS = 20 * 60_000
const REQUEST_ID = /[abc]{8}-1c2d-4e3f-8a9b-0123456789ab/g

/** Streams of the corpus one after the other, as the story of one environment: each with request IDs of its own. */
function storyOf(indices: readonly number[]): StreamLine[] {
  const lines: StreamLine[] = []
  let fromMs = 0
  indices.forEach((index, chapter) => {
    const [, , events = []] = STREAMS[index] ?? []
    for (const [atMs, message] of events) {
      const own = message.replace(
        REQUEST_ID,
        (id) => `${id.slice(0, 2)}${String(chapter).padStart(6, '0')}${id.slice(8)}`,
      )
      const eventId = String(10_000 + lines.length)
      if (isPlatformLine(message)) lines.push({ atMs: fromMs + atMs, eventId, line: parseLogLine(own) })
    }
    fromMs += Math.max(0, ...events.map(([atMs]) => atMs)) + 1_000
  })
  return lines.sort(compareStreamLines)
}

/** Folds page by page; a page that cannot be folded from memory has everything folded again, as it would be from the database. */
function foldPages(lines: readonly StreamLine[], cuts: readonly number[]): FoldedInvocation[] {
  const found = new Map<string, FoldedInvocation>()
  let tail: StreamTail | null = emptyTail(null)
  let from = 0
  for (const to of [...new Set([...cuts.map((cut) => cut % (lines.length + 1)), lines.length])].sort((a, b) => a - b)) {
    const fold: ForwardFold | null = tail && foldForward(tail, lines.slice(from, to), MARGIN_MS)
    const all = fold ? [...fold.added, ...fold.changed] : foldStream(lines.slice(0, to))
    for (const invocation of all) found.set(invocation.startEventId, invocation)
    tail = fold?.tail ?? null
    from = to
  }
  return foldStream(lines).map(({ startEventId }) => found.get(startEventId) as FoldedInvocation)
}

function indicesOf(matches: (name: string) => boolean): number[] {
  return STREAMS.flatMap(([name], index) => (matches(name) ? [index] : []))
}

it('folds the streams of the corpus alike in whatever pages they come', () => {
  // How an environment was made holds for all of its life.
  const ordinary = indicesOf((name) => !name.startsWith('a managed instance') && !name.includes('provisioned'))
  const provisioned = indicesOf((name) => name.includes('provisioned'))
  const managed = indicesOf((name) => name.startsWith('a managed instance'))
  const some = (from: number[], maxLength = 6) => fc.array(fc.constantFrom(...from), { minLength: 1, maxLength })
  const indices = fc.oneof(
    { weight: 4, arbitrary: some(ordinary) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom(...provisioned), some(ordinary)).map(([first, rest]) => [first, ...rest]),
    },
    { weight: 1, arbitrary: some(managed) },
  )
  fc.assert(
    fc.property(indices, fc.array(fc.nat({ max: 60 }), { maxLength: 12 }), (chapters, cuts) => {
      const lines = storyOf(chapters)
      expect(foldPages(lines, cuts)).toEqual(foldStream(lines))
    }),
    { numRuns: 1_000 },
  )
})

it('tells where stored lines follow, also when the tail is too long to be kept', () => {
  const lines = storyOf([0])
  const fold = foldForward(emptyTail(3_600_000), lines, MARGIN_MS, 1)
  expect(fold).toMatchObject({ tail: null, nextAtMs: 3_600_000 })
})
