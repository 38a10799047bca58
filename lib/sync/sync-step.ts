import type pg from 'pg'
import type { SyncKind } from '@/lib/domain/sync-kind'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import type { TimeRange } from '@/lib/sync/time-ranges'

export type AccountRegion = { id: number; accountId: string; region: string }

/**
 * backfillMs: how far back the first pull goes. metricsEveryMs: the dearest source has its own cadence. hashKey: keys
 * the hash that stands for the values of environment variables.
 */
export type SyncSettings = { backfillMs: number; metricsEveryMs: number; hashKey: string }

/** targetFromMs: how far back this run may go for what was never read. */
export type StepState = {
  cursor: Readonly<Record<string, unknown>>
  covered: readonly TimeRange[]
  targetFromMs: number | null
  failures: number
}

/**
 * What a step works with. `lease` holds the advisory lock of this step and subject, and every row that the step stores is
 * written on it: a worker that loses the lock has lost the connection too and can no longer write. `pool` is for reads
 * and for what must stay outside of the step's transactions. isTimeUp: whether newer data waits for this run to end; a
 * step that can go on another time then does.
 */
export type StepRun = {
  place: AccountRegion
  step: string
  subject: string
  state: StepState
  lease: pg.PoolClient
  pool: pg.Pool
  aws: AwsAccess
  nowMs: number
  settings: SyncSettings
  signal: AbortSignal
  isTimeUp(): boolean
}

export type StepStateName = 'ok' | 'denied' | 'throttled' | 'unavailable' | 'unreachable' | 'gone' | 'failed' | 'budget'

/** How a run ended. cursor is merged into the stored one; window is what this run read; rows are those newly stored. */
export type StepOutcome = {
  state: StepStateName
  detail: string | null
  nextRunAtMs: number
  rows: number
  cursor?: Record<string, unknown>
  window?: TimeRange
  done?: number
  total?: number
}

export type SyncStep = {
  name: string
  kind: SyncKind
  /** Longest run before it is cut short, in ms. */
  deadlineMs: number
  run(run: StepRun): Promise<StepOutcome>
}
