import { buildTree } from '@/lib/domain/traces/build-tree'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import type { Span } from '@/lib/domain/traces/span'
import type { Db } from '@/lib/server/db'
import type { Place } from '@/lib/server/queries/get-function-identity'
import { readStoredTrace, type TraceFacts } from '@/lib/server/queries/read-stored-trace'
import type { RecentTrace } from '@/lib/server/recent-traces'

/** Nobody reads further down a chain of causes. */
const MOST_CAUSES = 100
/* As X-Ray writes them; what is written otherwise is found by reading all. */
const AS_ID = (id: string) => `"id":${JSON.stringify(id)}`
const AS_SPAN_ID = (id: string) => `"spanId":${JSON.stringify(id)}`

/**
 * One span of a trace with all that it says; null when the trace has none of that ID. Reads the documents that tell of it
 * and the exceptions that they name instead of all: what stands above it and what hangs from it may be left out.
 * Throws as readStoredTrace does.
 */
export async function findSpan(
  db: Db,
  traceId: string,
  spanId: string,
  place: Place = {},
): Promise<{ facts: TraceFacts; span: Span | null }> {
  const { facts, stored } = await readStoredTrace(db, traceId, place)
  const all = () => stored.documents.flatMap((documents) => [...documents.texts()])
  return { facts, span: findIn(textsAbout(stored, spanId), spanId) ?? findIn(all(), spanId) }
}

function findIn(texts: readonly string[], spanId: string): Span | null {
  return buildTree(parseSegments(texts)).spans.find(({ id }) => id === spanId) ?? null
}

/** The documents of the span, and along the chain of causes those that hold the exceptions that they name. */
function textsAbout(stored: RecentTrace, spanId: string): string[] {
  const texts = new Set<string>()
  const asked = new Set<string>()
  let wanted = [spanId]
  while (wanted.length > 0 && asked.size < MOST_CAUSES) {
    const found = wanted.flatMap((id) => textsWith(stored, id)).filter((text) => !texts.has(text))
    for (const id of wanted) asked.add(id)
    for (const text of found) texts.add(text)
    wanted = found.flatMap(causesNamed).filter((id) => !asked.has(id))
  }
  return [...texts]
}

function textsWith({ documents }: RecentTrace, id: string): string[] {
  return documents.flatMap((one) => [...one.textsWith(AS_ID(id)), ...one.textsWith(AS_SPAN_ID(id))])
}

function causesNamed(text: string): string[] {
  return [...text.matchAll(/"cause":(?:"([^"\\]+)"|\{"id":"([^"\\]+)")/g)].flatMap(([, id, ofObject]) => {
    const named = id ?? ofObject
    return named === undefined ? [] : [named]
  })
}
