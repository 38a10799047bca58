import type { Meter } from '@/lib/server/meter'
import type { ApiStates } from '@/lib/sync/aws/api-states'
import type { AwsClients } from '@/lib/sync/aws/clients'
import type { TokenBucket } from '@/lib/sync/aws/token-bucket'

/** The way into one account-region. bucketOf: the rate limit that an operation shares. calls: sent in this run. */
export type AwsAccess = {
  accountRegionId: number
  region: string
  clients: AwsClients
  meter: Pick<Meter, 'beforeCall' | 'afterCall'>
  states: Pick<ApiStates, 'save'>
  bucketOf(service: string, operation: string): TokenBucket
  nowMs: number
  signal: AbortSignal
  calls: number
}
