import type { Meter } from '@/lib/server/meter'
import type { ApiStates } from '@/lib/sync/aws/api-states'
import type { BucketPace } from '@/lib/sync/aws/bucket-pace'
import type { AwsClients } from '@/lib/sync/aws/clients'
import type { CredentialOutages } from '@/lib/sync/aws/credential-outages'

/** The way into one account-region. bucketOf: the rate limit that an operation shares. calls: sent in this run. functionId: that all calls through it are for. */
export type AwsAccess = {
  accountRegionId: number
  region: string
  clients: AwsClients
  meter: Pick<Meter, 'beforeCall' | 'afterCall' | 'lostAnswer' | 'answered'>
  states: Pick<ApiStates, 'save'>
  outages: Pick<CredentialOutages, 'find' | 'failed' | 'accepted'>
  bucketOf(service: string, operation: string): BucketPace
  nowMs: number
  signal: AbortSignal
  calls: number
  functionId?: number | null
}
