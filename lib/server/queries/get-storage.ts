import { statfs } from 'node:fs/promises'
import type { Storage } from '@/lib/contracts/sync'
import {
  explainShortage,
  forecastStorage,
  fullBytesOf,
  type KindUse,
  type StoredKind,
} from '@/lib/domain/forecast-storage'
import { RETENTION_KINDS, type Retention, type RetentionKind } from '@/lib/domain/retention'
import { type Db, selectRows } from '@/lib/server/db'
import { log } from '@/lib/server/log'
import { getRetention } from '@/lib/server/queries/get-retention'
import type { TablePart } from '@/lib/server/queries/list-table-parts'
import { type DiskUse, measureDisk } from '@/lib/server/queries/measure-disk'

/** since: what tells how far back the rows of a kind reach. */
const KINDS: Readonly<Record<RetentionKind, { tables: readonly string[]; since: string }>> = {
  logLines: { tables: ['log_event', 'log_block'], since: 'logs' },
  invocations: { tables: ['invocation'], since: 'logs' },
  minuteRollups: { tables: ['invocation_minute'], since: 'logs' },
  hourRollups: { tables: ['invocation_hour', 'invocation_day', 'invocation_week', 'graph_bucket'], since: 'logs' },
  metricPoints: { tables: ['metric_hour', 'metric_day', 'metric_week'], since: 'metrics' },
  traces: { tables: ['trace', 'trace_function'], since: 'traces' },
  traceDocuments: { tables: ['trace_documents', 'trace_graph'], since: 'traces' },
  syncRuns: { tables: ['sync_run'], since: 'sync_run' },
  apiUsage: { tables: ['api_usage', 'api_usage_function'], since: 'api_usage' },
}
const DAY_MS = 86_400_000
/** A shorter stretch says little of a day. */
const LEAST_HELD_DAYS = 0.25
/** A closed day stays as rows until lines can no longer come late: this long in all. */
const OPEN_DAYS = 31 / 24

/* Since when everything is stored, of the step that reaches back least: what it lacks would make a day seem small. */
const SINCE = `
  select t.name, round(date_part('epoch', t.since) * 1000) as "atMs" from (
    select s.step as name, max(newest.start) as since
      from sync_state s join account_region ar on ar.id = s.account_region_id
      cross join lateral (select max(lower(r)) as start from unnest(s.covered) r) as newest
     where s.step in ('logs', 'metrics', 'traces') and ar.pulled group by 1
    union all select 'sync_run', min(started_at) from sync_run
    union all select 'api_usage', min(hour) from api_usage) t`

/** The tables whose rows are of a kind that has a retention. */
export const KEPT_TABLES: readonly string[] = Object.values(KINDS).flatMap((kind) => kind.tables)

/**
 * What each kind takes on disk, what a day of it comes to, and how large the database becomes at the present retention.
 * dataDirectory: where the embedded database is, whose disk is looked at; null for another database. measured: of
 * KEPT_TABLES, and maybe others, where they are measured already.
 */
export async function getStorage(
  db: Db,
  dataDirectory: string | null,
  nowMs: number,
  measured: Promise<DiskUse> = measureDisk(db, KEPT_TABLES),
): Promise<Storage> {
  const [{ parts, totalBytes }, retention, since, freeBytes] = await Promise.all([
    measured,
    getRetention(db),
    selectRows<{ name: string; atMs: number | null }>(db.pool, SINCE, []),
    findFreeBytes(dataDirectory),
  ])
  const sinceMs = new Map(since.map(({ name, atMs }) => [name, atMs]))
  const uses = RETENTION_KINDS.map((kind) => measureKind(kind, { parts, retention, sinceMs, nowMs }))
  const otherBytes = Math.max(0, totalBytes - uses.reduce((sum, { bytes }) => sum + bytes, 0))
  const other = {
    kind: 'other' as StoredKind,
    bytes: otherBytes,
    dayBytes: null,
    heldDays: 0,
    keptDays: null,
    openBytes: 0,
  }
  const kinds: KindUse[] = [...uses, other]
  const { fullBytes, fullAtMs } = forecastStorage(kinds, nowMs)
  return {
    kinds: kinds.map((use) => ({
      kind: use.kind,
      bytes: Math.round(use.bytes),
      dayBytes: roundOrNull(use.dayBytes),
      keptDays: use.keptDays,
      fullBytes: roundOrNull(fullBytesOf(use)),
    })),
    totalBytes,
    fullBytes: roundOrNull(fullBytes),
    fullAtMs: roundOrNull(fullAtMs),
    freeBytes,
    warning: explainShortage(totalBytes, fullBytes, freeBytes),
  }
}

function measureKind(
  kind: RetentionKind,
  facts: {
    parts: readonly TablePart[]
    retention: Retention
    sinceMs: ReadonlyMap<string, number | null>
    nowMs: number
  },
): KindUse {
  const { tables, since } = KINDS[kind]
  const parts = facts.parts.filter(({ table }) => tables.includes(table))
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
  const use = { kind, bytes, keptDays: facts.retention[kind], openBytes: 0 }
  const sinceMs = facts.sinceMs.get(since) ?? null
  if (sinceMs === null) return { ...use, dayBytes: null, heldDays: 0 }
  if (kind === 'logLines') return { ...use, ...measureLines(parts, sinceMs, facts.nowMs) }
  const fromMs = Math.max(sinceMs, ...firstUsedDay(parts))
  const heldDays = (facts.nowMs - fromMs) / DAY_MS
  const held = parts.filter(({ day }) => day === null || startOf(day) + DAY_MS > fromMs)
  const heldBytes = held.reduce((sum, part) => sum + part.bytes, 0)
  return { ...use, heldDays, dayBytes: heldDays < LEAST_HELD_DAYS ? null : heldBytes / heldDays }
}

/** A day of lines comes to its blocks; the rows of the open day come on top, at what they come to in a day. */
function measureLines(
  parts: readonly TablePart[],
  sinceMs: number,
  nowMs: number,
): Omit<KindUse, 'kind' | 'bytes' | 'keptDays'> {
  const used = parts.filter((part): part is TablePart & { day: string } => part.used && part.day !== null)
  const open = used.filter(({ table }) => table === 'log_event')
  const openDays = new Set(open.map(({ day }) => day))
  const packed = used.filter(
    ({ table, day }) => table === 'log_block' && !openDays.has(day) && startOf(day) + DAY_MS > sinceMs,
  )
  const rate = (of: readonly { day: string; bytes: number }[]) => {
    const days = of.reduce((sum, { day }) => sum + heldPart(day, sinceMs, nowMs), 0)
    const bytes = of.reduce((sum, part) => sum + part.bytes, 0)
    return { days, dayBytes: days < LEAST_HELD_DAYS ? null : bytes / days }
  }
  const [rows, blocks] = [rate(open), rate(packed)]
  const heldDays = blocks.days + rows.days
  if (blocks.dayBytes === null || rows.dayBytes === null) return { dayBytes: null, heldDays, openBytes: 0 }
  return { dayBytes: blocks.dayBytes, heldDays, openBytes: Math.max(0, rows.dayBytes - blocks.dayBytes) * OPEN_DAYS }
}

/** The part of a day that is stored, 0 to 1. */
function heldPart(day: string, sinceMs: number, nowMs: number): number {
  return Math.max(0, Math.min(startOf(day) + DAY_MS, nowMs) - Math.max(startOf(day), sinceMs)) / DAY_MS
}

function firstUsedDay(parts: readonly TablePart[]): number[] {
  const days = parts.flatMap(({ day, used }) => (day !== null && used ? [startOf(day)] : []))
  return days.length === 0 ? [] : [Math.min(...days)]
}

function startOf(day: string): number {
  return Date.parse(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`)
}

async function findFreeBytes(dataDirectory: string | null): Promise<number | null> {
  if (dataDirectory === null) return null
  try {
    const { bavail, bsize } = await statfs(dataDirectory)
    return bavail * bsize
  } catch (error) {
    log.warn({ err: error }, 'the disk of the database cannot be looked at')
    return null
  }
}

function roundOrNull(value: number | null): number | null {
  return value === null ? null : Math.round(value)
}
