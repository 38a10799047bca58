import * as z from 'zod/mini'
import { AtMs, Numeric } from '@/lib/contracts/primitives'
import { SYNC_KINDS } from '@/lib/domain/sync-kind'

export const SyncKind = z.enum(SYNC_KINDS)
export type SyncKind = z.infer<typeof SyncKind>

/** state: ok, running, waiting, denied, throttled, unavailable, unreachable, gone, failed. coveredFromMs: everything since then is stored. */
export const SyncSource = z.object({
  kind: SyncKind,
  accountId: z.string(),
  region: z.string(),
  state: z.string(),
  detail: z.nullable(z.string()),
  lagMs: Numeric,
  lastOkAtMs: z.nullable(AtMs),
  coveredFromMs: z.nullable(AtMs),
  targetFromMs: z.nullable(AtMs),
  done: z.nullable(z.int()),
  total: z.nullable(z.int()),
  backfillShare: Numeric,
})
export type SyncSource = z.infer<typeof SyncSource>

export const ApiRefusal = z.object({
  accountId: z.string(),
  region: z.string(),
  service: z.string(),
  operation: z.string(),
  state: z.string(),
  detail: z.nullable(z.string()),
  iamAction: z.nullable(z.string()),
  lastOkAtMs: z.nullable(AtMs),
  lastFailedAtMs: z.nullable(AtMs),
})
export type ApiRefusal = z.infer<typeof ApiRefusal>

export const SyncRun = z.object({
  id: z.string(),
  accountId: z.string(),
  region: z.string(),
  step: z.string(),
  subject: z.string(),
  startedAtMs: AtMs,
  endedAtMs: AtMs,
  outcome: z.string(),
  detail: z.nullable(z.string()),
  fromMs: z.nullable(AtMs),
  toMs: z.nullable(AtMs),
  calls: z.int(),
  rows: z.int(),
})
export type SyncRun = z.infer<typeof SyncRun>

/** source: where the data comes from; the page says so when it is the simulator. refusals: operations whose newest answer was not ok. */
export const SyncResponse = z.object({
  source: z.enum(['aws', 'simulator']),
  sources: z.array(SyncSource),
  refusals: z.array(ApiRefusal),
  runs: z.array(SyncRun),
  stored: z.array(z.object({ table: z.string(), rows: z.int(), bytes: z.int() })),
})
export type SyncResponse = z.infer<typeof SyncResponse>
