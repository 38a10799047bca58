import { buildTree } from '@/lib/domain/traces/build-tree'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import type { Span } from '@/lib/domain/traces/span'
import type { Db } from '@/lib/server/db'
import type { Place } from '@/lib/server/queries/get-function-identity'
import { readStoredTrace, type TraceFacts } from '@/lib/server/queries/read-stored-trace'
import type { RecentTrace } from '@/lib/server/recent-traces'

/** Nobody reads further down a chain of causes. */
const MOST_CAUSES = 100

/**
 * Some spans of a trace with all that they say, in the order of their IDs; those that the trace does not have are left out.
 * Reads the documents that tell of them and the exceptions that these name instead of all: what stands above a span and
 * what hangs from it may be left out. Throws as readStoredTrace does.
 */
export async function findSpans(
  db: Db,
  traceId: string,
  spanIds: readonly string[],
  place: Place = {},
): Promise<{ facts: TraceFacts; spans: Span[] }> {
  const { facts, stored } = await readStoredTrace(db, traceId, place)
  const near = findIn(textsAbout(stored, spanIds), spanIds)
  if (near.length === new Set(spanIds).size) return { facts, spans: near }
  return {
    facts,
    spans: findIn(
      stored.documents.flatMap((documents) => [...documents.texts()]),
      spanIds,
    ),
  }
}

function findIn(texts: readonly string[], spanIds: readonly string[]): Span[] {
  const byId = new Map(buildTree(parseSegments(texts)).spans.map((span) => [span.id, span]))
  return [...new Set(spanIds)].flatMap((id) => byId.get(id) ?? [])
}

/** The documents of the spans, and along the chains of causes those that hold the exceptions that they name. */
function textsAbout(stored: RecentTrace, spanIds: readonly string[]): string[] {
  const texts = new Set<string>()
  const asked = new Set<string>()
  const most = spanIds.length + MOST_CAUSES
  let wanted = [...spanIds]
  while (wanted.length > 0 && asked.size < most) {
    const found = wanted.flatMap((id) => textsNaming(stored, id)).filter((text) => !texts.has(text))
    for (const id of wanted) asked.add(id)
    for (const text of found) texts.add(text)
    wanted = found.flatMap(causesNamed).filter((id) => !asked.has(id))
  }
  return [...texts]
}

function textsNaming({ documents }: RecentTrace, id: string): string[] {
  return documents.flatMap((one) => one.textsNaming(id))
}

function causesNamed(text: string): string[] {
  return [...text.matchAll(/"cause":(?:"([^"\\]+)"|\{"id":"([^"\\]+)")/g)].flatMap(([, id, ofObject]) => {
    const named = id ?? ofObject
    return named === undefined ? [] : [named]
  })
}
