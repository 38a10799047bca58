import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { batchGetTraces, type TraceBatch } from '@/lib/sync/aws/batch-get-traces'

const ATTEMPTS = 4

/**
 * The documents of at most five traces. X-Ray leaves IDs unprocessed now and then: they are asked again at once. Of those
 * that stay unprocessed nothing is told, neither documents nor that there are none. Throws AwsFailure.
 */
export async function readTraceBatch(aws: AwsAccess, ids: readonly string[]): Promise<TraceBatch> {
  let { traces, unprocessedIds } = await batchGetTraces(aws, ids)
  for (let attempt = 1; attempt < ATTEMPTS && unprocessedIds.length > 0; attempt += 1) {
    const left = new Set(unprocessedIds)
    const again = await batchGetTraces(aws, unprocessedIds)
    traces = [...traces.filter(({ id }) => !left.has(id)), ...again.traces]
    unprocessedIds = again.unprocessedIds
  }
  const unread = new Set(unprocessedIds)
  return { traces: traces.filter(({ id }) => !unread.has(id)), unprocessedIds }
}
