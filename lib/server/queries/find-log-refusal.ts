import type { ReadRefusal } from '@/lib/domain/read-extent'
import { OPERATIONS } from '@/lib/domain/source-operations'
import type { CoverageFacts } from '@/lib/server/queries/get-coverage-facts'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'

/** What AWS refused when the log lines of a function were to be read last; null: nothing, or they were never to be read. */
export function findLogRefusal(
  { logs, logGroupsListed, refusals }: Pick<CoverageFacts, 'logs' | 'logGroupsListed' | 'refusals'>,
  { accountId, region }: Pick<FunctionIdentity, 'accountId' | 'region'>,
): ReadRefusal | null {
  // Lines that were refused once may be read since; log groups that are not listed are not read at all.
  if (logs === null ? logGroupsListed : logs.state !== 'denied') return null
  for (const operation of OPERATIONS.logs) {
    const refusal = refusals.find((one) => one.operation === operation && one.state === 'denied')
    if (refusal !== undefined)
      return { operation, iamAction: refusal.iamAction ?? operation, places: [{ accountId, region }] }
  }
  return null
}
