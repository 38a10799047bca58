import type { XrayExport } from '@/lib/contracts/trace-tools'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { toXray } from '@/lib/domain/traces/to-xray'
import type { Db } from '@/lib/server/db'
import type { Place } from '@/lib/server/queries/get-function-identity'
import { readStoredTrace } from '@/lib/server/queries/read-stored-trace'

/** One trace as X-Ray's BatchGetTraces answers it. Throws as readStoredTrace does. */
export async function getXrayExport(db: Db, traceId: string, place: Place = {}): Promise<XrayExport> {
  const { facts, stored } = await readStoredTrace(db, traceId, place)
  const texts = stored.documents.flatMap((documents) => [...documents.texts()])
  const durationMs = texts.length === 0 ? (facts.durationMs ?? 0) : buildTree(parseSegments(texts)).durationMs
  return toXray({ ...facts, texts, durationMs })
}
