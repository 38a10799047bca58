import * as z from 'zod/mini'
import { AccountState } from '@/lib/contracts/accounts'
import { BudgetsResponse } from '@/lib/contracts/budgets'
import { AtMs, Numeric } from '@/lib/contracts/primitives'
import { RETENTION_KINDS } from '@/lib/domain/retention'
import { SYNC_KINDS } from '@/lib/domain/sync-kind'

export const SyncKind = z.enum(SYNC_KINDS)
export type SyncKind = z.infer<typeof SyncKind>

/** paused: nothing older is read now. leftMs: time to go at the pace of the last minutes; null when none is known, or nothing is left. */
const Backfill = z.object({ paused: z.boolean(), leftMs: Numeric })

/**
 * account: id of the configured account. state: ok, running, waiting, paused, denied, throttled, unavailable, unreachable,
 * gone, budget, failed. coveredFromMs: everything since then is stored. backfill: null where there is no history to read.
 */
export const SyncSource = z.object({
  kind: SyncKind,
  account: z.nullable(z.string()),
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
  backfill: z.nullable(Backfill),
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

export const StorageKind = z.object({
  kind: z.enum([...RETENTION_KINDS, 'other']),
  bytes: z.int(),
  dayBytes: z.nullable(z.int()),
  keptDays: z.nullable(z.int()),
  fullBytes: z.nullable(z.int()),
})
export type StorageKind = z.infer<typeof StorageKind>

/**
 * Room on disk by kind of data, indexes included: now, what a day comes to, and when the kind is as old as it is kept
 * (null until enough is stored to tell). freeBytes: of the embedded database's disk. warning: what to do about the room.
 */
export const Storage = z.object({
  kinds: z.array(StorageKind),
  totalBytes: z.int(),
  fullBytes: z.nullable(z.int()),
  fullAtMs: z.nullable(AtMs),
  freeBytes: z.nullable(z.int()),
  warning: z.nullable(z.string()),
})
export type Storage = z.infer<typeof Storage>

/** USD that the calls for one account-region have cost, by UTC day and month. */
const PlaceSpend = z.object({
  accountId: z.string(),
  region: z.string(),
  todayUsd: z.number(),
  monthUsd: z.number(),
})

/** source: where the data comes from; the page says so when it is the simulator. refusals: operations whose newest answer was not ok. */
export const SyncResponse = z.object({
  source: z.enum(['aws', 'simulator']),
  accounts: z.array(AccountState),
  sources: z.array(SyncSource),
  spend: z.array(PlaceSpend),
  budgets: BudgetsResponse.shape.items,
  refusals: z.array(ApiRefusal),
  runs: z.array(SyncRun),
  stored: z.array(z.object({ table: z.string(), rows: z.int(), bytes: z.int() })),
  storage: Storage,
})
export type SyncResponse = z.infer<typeof SyncResponse>
