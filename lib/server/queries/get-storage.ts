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

type Source = 'logs' | 'metrics' | 'traces'
/** since: what tells how far back the rows of a kind reach. */
const KINDS: Readonly<Record<RetentionKind, { tables: readonly string[]; since: Source | string }>> = {
  logLines: { tables: ['log_event', 'log_block'], since: 'logs' },
  invocations: { tables: ['invocation'], since: 'logs' },
  minuteRollups: { tables: ['invocation_minute'], since: 'logs' },
  hourRollups: { tables: ['invocation_hour', 'invocation_day'], since: 'logs' },
  metricPoints: { tables: ['metric_hour', 'metric_day'], since: 'metrics' },
  traces: { tables: ['trace', 'trace_function'], since: 'traces' },
  traceDocuments: { tables: ['trace_documents'], since: 'traces' },
  syncRuns: { tables: ['sync_run'], since: 'select min(started_at) from sync_run' },
  apiUsage: { tables: ['api_usage'], since: 'select min(hour) from api_usage' },
}
const DAY_MS = 86_400_000
/** A shorter stretch says little of a day. */
const LEAST_HELD_DAYS = 0.25
/** A closed day stays as rows until lines can no longer come late: this long in all. */
const OPEN_DAYS = 31 / 24

type Part = { table: string; day: string | null; bytes: number; used: boolean }

const PARTS = `
  select t.name as table, substring(c.relname from '_([0-9]{8})$') as day, pg_total_relation_size(c.oid)::float8 as bytes,
         pg_relation_size(c.oid) > 0 as used
    from unnest($1::text[]) as t(name)
    join pg_class c on c.oid = t.name::regclass
         or c.oid in (select i.inhrelid from pg_inherits i where i.inhparent = t.name::regclass)
   where c.relkind = 'r'`
/* Since when everything is stored, of the step that reaches back least: what it lacks would make a day seem small. */
const SINCE = `
  select (extract(epoch from max(newest.start)) * 1000)::float8 as "atMs"
    from sync_state s join account_region ar on ar.id = s.account_region_id
    cross join lateral (select max(lower(r)) as start from unnest(s.covered) r) as newest
   where s.step = $1 and ar.pulled`

/**
 * What each kind takes on disk, what a day of it comes to, and how large the database becomes at the present retention.
 * dataDirectory: where the embedded database is, whose disk is looked at; null for another database.
 */
export async function getStorage(db: Db, dataDirectory: string | null, nowMs: number): Promise<Storage> {
  const tables = Object.values(KINDS).flatMap((kind) => kind.tables)
  const [parts, retention, total, freeBytes] = await Promise.all([
    selectRows<Part>(db.pool, PARTS, [tables]),
    getRetention(db),
    selectRows<{ bytes: number }>(db.pool, 'select pg_database_size(current_database())::float8 as bytes', []),
    findFreeBytes(dataDirectory),
  ])
  const uses = await Promise.all(RETENTION_KINDS.map((kind) => measureKind(db, kind, { parts, retention, nowMs })))
  const totalBytes = total[0]?.bytes ?? 0
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

async function measureKind(
  db: Db,
  kind: RetentionKind,
  facts: { parts: readonly Part[]; retention: Retention; nowMs: number },
): Promise<KindUse> {
  const { tables, since } = KINDS[kind]
  const parts = facts.parts.filter(({ table }) => tables.includes(table))
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
  const use = { kind, bytes, keptDays: facts.retention[kind], openBytes: 0 }
  const sinceMs = await findSince(db, since)
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
  parts: readonly Part[],
  sinceMs: number,
  nowMs: number,
): Omit<KindUse, 'kind' | 'bytes' | 'keptDays'> {
  const used = parts.filter((part): part is Part & { day: string } => part.used && part.day !== null)
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

function firstUsedDay(parts: readonly Part[]): number[] {
  const days = parts.flatMap(({ day, used }) => (day !== null && used ? [startOf(day)] : []))
  return days.length === 0 ? [] : [Math.min(...days)]
}

function startOf(day: string): number {
  return Date.parse(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`)
}

async function findSince(db: Db, since: Source | string): Promise<number | null> {
  if (['logs', 'metrics', 'traces'].includes(since)) {
    return (await selectRows<{ atMs: number | null }>(db.pool, SINCE, [since]))[0]?.atMs ?? null
  }
  const sql = `select (extract(epoch from (${since})) * 1000)::float8 as "atMs"`
  return (await selectRows<{ atMs: number | null }>(db.pool, sql, []))[0]?.atMs ?? null
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
