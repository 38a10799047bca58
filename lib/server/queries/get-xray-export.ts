import type { XrayExport } from '@/lib/contracts/trace-tools'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { toXray } from '@/lib/domain/traces/to-xray'
import type { Db } from '@/lib/server/db'
import type { Place } from '@/lib/server/queries/get-function-identity'
import { getStoredTrace } from '@/lib/server/queries/get-stored-trace'

/** One trace as X-Ray's BatchGetTraces answers it. Throws as getStoredTrace does. */
export async function getXrayExport(db: Db, traceId: string, place: Place = {}): Promise<XrayExport> {
  const trace = await getStoredTrace(db, traceId, place)
  const durationMs =
    trace.texts.length === 0 ? (trace.durationMs ?? 0) : buildTree(parseSegments(trace.texts)).durationMs
  return toXray({ ...trace, durationMs })
}
