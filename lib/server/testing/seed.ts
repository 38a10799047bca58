import { codeOfLevel } from '@/lib/domain/logs/log-level-code'
import type { LogLevel } from '@/lib/domain/logs/log-line'
import { packEventId } from '@/lib/domain/logs/pack-event-id'
import { type HourTotals, packHours } from '@/lib/domain/pack-hours'
import { addToSketch, createSketch, encodeSketch } from '@/lib/domain/sketch'
import type { Db } from '@/lib/server/db'
import { seedMetricWeek, seedWeekOfDay } from '@/lib/server/testing/seed-weeks'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
/** A whole hour, so that tests can count minutes from it. */
export const T0 = Date.UTC(2026, 10, 20, 12)

export type SeededPlace = { id: number; accountId: string; region: string }
export type SeededFunction = { id: number; name: string; place: SeededPlace; groupId: number }

const DAY = 86_400_000

/** Makes the day partitions around T0 that the rows of a test need. */
export async function seedPartitions(db: Db): Promise<void> {
  for (const parent of [
    'log_event',
    'invocation',
    'invocation_minute',
    'invocation_hour',
    'metric_hour',
    'metric_day',
    'trace',
    'trace_documents',
    'trace_function',
    'trace_graph',
    'sync_run',
  ]) {
    for (const day of [-1, 0, 1]) {
      await db.pool.query('select ensure_day_partition($1, $2::date)', [
        parent,
        new Date(T0 + day * DAY).toISOString().slice(0, 10),
      ])
    }
  }
}

export async function seedPlace(db: Db, region = 'eu-west-1', accountId = '111122223333'): Promise<SeededPlace> {
  const { id } = await db.prisma.accountRegion.create({ data: { accountId, region } })
  return { id, accountId, region }
}

/** A function with its log group, and the state of the pull of that group. */
export async function seedFunction(
  db: Db,
  place: SeededPlace,
  name: string,
  extra: Record<string, unknown> = {},
): Promise<SeededFunction> {
  const arn = `arn:aws:lambda:${place.region}:${place.accountId}:function:${name}`
  const data = {
    accountRegionId: place.id,
    arn,
    name,
    seenAt: new Date(T0),
    memoryMb: 1024,
    architecture: 'x86_64',
    ...extra,
  }
  const { id } = await db.prisma.lambdaFunction.create({ data })
  const group = await db.prisma.logGroup.create({
    data: { accountRegionId: place.id, name: `/aws/lambda/${name}`, logGroupClass: 'STANDARD', seenAt: new Date(T0) },
  })
  return { id, name, place, groupId: group.id }
}

export async function seedAlias(
  db: Db,
  fn: SeededFunction,
  name: string,
  version: string,
  weights = {},
): Promise<void> {
  await db.prisma.functionAlias.create({ data: { functionId: fn.id, name, version, weights, seenAt: new Date(T0) } })
}

/** Says that the lines of the function's log group are read from..to. */
export async function seedLogCoverage(
  db: Db,
  fn: SeededFunction,
  fromMs: number,
  toMs: number,
  extra = {},
): Promise<void> {
  const subject = `/aws/lambda/${fn.name}`
  const key = { accountRegionId: fn.place.id, step: 'logs', subject }
  await db.prisma.syncState.create({ data: { ...key, kind: 'logs', state: 'ok', nextRunAt: new Date(T0), ...extra } })
  await db.pool.query(
    'update sync_state set covered = tstzmultirange(tstzrange($4, $5)) where account_region_id = $1 and step = $2 and subject = $3',
    [fn.place.id, 'logs', subject, new Date(fromMs), new Date(toMs)],
  )
}

export type SeriesSeed = {
  qualifier?: string
  executedVersion?: string
  subject?: string
  metric?: string
  statistic?: string
  /** Stretches that CloudWatch answered; default one hour from T0. */
  covered?: [number, number][]
  /** Minute after T0 → value. */
  points?: Record<number, number>
}

export async function seedSeries(db: Db, fn: SeededFunction, seed: SeriesSeed): Promise<void> {
  const {
    qualifier = '',
    executedVersion = '',
    subject = '',
    metric = 'Invocations',
    statistic = 'Sum',
    points = {},
  } = seed
  const covered = seed.covered ?? [[T0, T0 + HOUR]]
  const data = {
    accountRegionId: fn.place.id,
    functionId: fn.id,
    qualifier,
    executedVersion,
    subject,
    metric,
    statistic,
  }
  const { id } = await db.prisma.metricSeries.create({ data })
  for (const [from, to] of covered) {
    await db.pool.query(
      'update metric_series set covered = covered + tstzmultirange(tstzrange($2, $3)) where id = $1',
      [id, new Date(from), new Date(to)],
    )
  }
  await seedPoints(db, { id, placeId: fn.place.id, statistic }, points)
  const minutes = Object.keys(points).map(Number)
  if (minutes.length === 0) return
  const lastPointAt = new Date(T0 + Math.max(...minutes) * MINUTE)
  await db.pool.query('update metric_series set last_point_at = $2 where id = $1', [id, lastPointAt])
}

type StoredSeries = { id: number; placeId: number; statistic: string }

/** Points as the pull stores them: by hour, and the hours' sums, lowest or highest values by day. */
async function seedPoints(db: Db, series: StoredSeries, points: Record<number, number>): Promise<void> {
  const hours = new Map<number, (number | null)[]>()
  for (const [minute, value] of Object.entries(points)) {
    const atMs = T0 + Number(minute) * MINUTE
    const hourMs = Math.floor(atMs / HOUR) * HOUR
    const slots = hours.get(hourMs) ?? Array<number | null>(60).fill(null)
    slots[(atMs - hourMs) / MINUTE] = value
    hours.set(hourMs, slots)
  }
  const days = new Map<number, (number | null)[]>()
  for (const [hourMs, slots] of hours) {
    const known = slots.filter((value) => value !== null)
    const dayMs = Math.floor(hourMs / DAY) * DAY
    const day = days.get(dayMs) ?? Array<number | null>(24).fill(null)
    day[(hourMs - dayMs) / HOUR] = merge(series.statistic, known)
    days.set(dayMs, day)
  }
  const keyOf = (atMs: number) => [series.placeId, series.id, new Date(atMs)]
  for (const [atMs, values] of hours) {
    await db.pool.query('insert into metric_hour values ($1, $2, $3, $4)', [...keyOf(atMs), values])
  }
  for (const [atMs, values] of days) {
    const known = values.filter((value) => value !== null)
    const total = merge(series.statistic, known)
    await db.pool.query('insert into metric_day values ($1, $2, $3, $4, $5)', [...keyOf(atMs), values, total])
    await seedMetricWeek(db, series.placeId, series.id, atMs, total)
  }
}

function merge(statistic: string, values: readonly number[]): number {
  if (statistic === 'Sum') return values.reduce((sum, value) => sum + value, 0)
  return statistic === 'Minimum' ? Math.min(...values) : Math.max(...values)
}

export type InvocationSeed = {
  atMs: number
  version?: string
  result?: string
  durationMs?: number | null
  billedMs?: number
  coldStart?: boolean
  requestId?: string
  key?: string
  streamId?: number
  traceId?: string | null
  tenantId?: string
  maxMemoryUsedMb?: number
  initMs?: number | null
}

export async function seedStream(db: Db, fn: SeededFunction, name: string, version = '$LATEST'): Promise<number> {
  const data = { accountRegionId: fn.place.id, logGroupId: fn.groupId, name, functionId: fn.id, version }
  return (await db.prisma.logStream.create({ data })).id
}

/** Invocations as the pull stores them, with their rollups by minute and hour. Call it once for a function. */
export async function seedInvocations(db: Db, fn: SeededFunction, seeds: readonly InvocationSeed[]): Promise<void> {
  const streamId = await seedStream(db, fn, `2026/11/20/[$LATEST]${'0'.repeat(31)}${fn.id % 10}`)
  for (const [index, seed] of seeds.entries()) {
    const durationMs = seed.durationMs === undefined ? 100 : seed.durationMs
    await db.pool.query(
      `insert into invocation (account_region_id, function_id, started_at, key, stream_id, request_id, version,
         ended_at, closed, result, duration_ms, billed_ms, memory_mb, max_memory_used_mb, cold_start, trace_id, init_ms, tenant_id)
       values ($1, $2, $3, decode($4, 'hex'), $5, $6, $7, $8, $9, $10, $11, $12, 1024, $13, $14, $15, $16, $17)`,
      [
        ...[fn.place.id, fn.id, new Date(seed.atMs), seed.key ?? index.toString(16).padStart(16, '0')],
        ...[seed.streamId ?? streamId, seed.requestId ?? requestIdOf(index), seed.version ?? '$LATEST'],
        ...[durationMs === null ? null : new Date(seed.atMs + Math.ceil(durationMs)), durationMs !== null],
        ...[seed.result ?? 'success', durationMs, seed.billedMs ?? Math.ceil(durationMs ?? 0)],
        ...[seed.maxMemoryUsedMb ?? 64, seed.coldStart ?? false, seed.traceId ?? null, seed.initMs ?? null],
        seed.tenantId ?? null,
      ],
    )
  }
  const closed = seeds.filter((seed) => seed.durationMs !== null)
  await rollUp(db, fn, closed, 'invocation_minute', MINUTE)
  await rollUp(db, fn, closed, 'invocation_hour', HOUR)
  await rollUpDays(db, fn, closed)
}

async function rollUpDays(db: Db, fn: SeededFunction, seeds: readonly InvocationSeed[]): Promise<void> {
  const days = new Map<number, InvocationSeed[]>()
  for (const seed of seeds) {
    const at = Math.floor(seed.atMs / DAY) * DAY
    days.set(at, [...(days.get(at) ?? []), seed])
  }
  for (const [at, group] of days) {
    const sketch = createSketch()
    for (const seed of group) addToSketch(sketch, seed.durationMs ?? 100)
    const billedMs = group.reduce((sum, seed) => sum + (seed.billedMs ?? Math.ceil(seed.durationMs ?? 100)), 0)
    const memoryMb = Math.max(...group.map((seed) => seed.maxMemoryUsedMb ?? 64))
    const coldStarts = group.filter((seed) => seed.coldStart).length
    const { figures, sketches } = packHours(hoursOf(group, at))
    await db.pool.query('insert into invocation_day values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
      ...[fn.place.id, fn.id, new Date(at), group.length, coldStarts, billedMs, memoryMb],
      ...[Buffer.from(encodeSketch(sketch)), Buffer.from(figures), Buffer.from(sketches)],
    ])
    const totals = { invocations: group.length, coldStarts, gbMs: billedMs, maxMemoryUsedMb: memoryMb }
    await seedWeekOfDay(db, fn.place.id, fn.id, at, { ...totals, durations: sketch })
  }
}

function hoursOf(seeds: readonly InvocationSeed[], dayMs: number): HourTotals[] {
  return Array.from({ length: 24 }, (_, hour) => hour).flatMap((hour) => {
    const group = seeds.filter(({ atMs }) => Math.floor((atMs - dayMs) / HOUR) === hour)
    if (group.length === 0) return []
    const sketch = createSketch()
    for (const seed of group) addToSketch(sketch, seed.durationMs ?? 100)
    const gbMs = group.reduce((sum, seed) => sum + (seed.billedMs ?? Math.ceil(seed.durationMs ?? 100)), 0)
    const coldStarts = group.filter((seed) => seed.coldStart).length
    const maxMemoryUsedMb = Math.max(...group.map((seed) => seed.maxMemoryUsedMb ?? 64))
    return [{ hour, invocations: group.length, coldStarts, gbMs, maxMemoryUsedMb, sketch: encodeSketch(sketch) }]
  })
}

async function rollUp(db: Db, fn: SeededFunction, seeds: readonly InvocationSeed[], table: string, stepMs: number) {
  const groups = new Map<string, InvocationSeed[]>()
  for (const seed of seeds) {
    const at = Math.floor(seed.atMs / stepMs) * stepMs
    const key = JSON.stringify([at, seed.version ?? '$LATEST', seed.result ?? 'success'])
    groups.set(key, [...(groups.get(key) ?? []), seed])
  }
  for (const [key, group] of groups) {
    const [at, version, result] = JSON.parse(key) as [number, string, string]
    const durations = group.map((seed) => seed.durationMs ?? 100)
    const inits = group.flatMap(({ initMs }) => (initMs == null ? [] : [initMs]))
    const billedMs = group.reduce((sum, seed) => sum + (seed.billedMs ?? Math.ceil(seed.durationMs ?? 100)), 0)
    const sketch = createSketch()
    for (const duration of durations) addToSketch(sketch, duration)
    await db.pool.query(
      `insert into ${table} (account_region_id, function_id, at, version, result, invocations, cold_starts, billed_ms, gb_ms,
         duration_sum_ms, duration_max_ms, init_sum_ms, init_max_ms, memory_mb, max_memory_used_mb, duration_sketch,
         slowest_at_ms, second_slowest_ms)
       values ($1, $2, $3, $4, $5, $6, $7, $8::bigint, $8::float8, $9, $10, 0, $11, 1024, $12, $13, $14, $15)`,
      [
        ...[fn.place.id, fn.id, new Date(at), version, result, group.length],
        ...[group.filter((seed) => seed.coldStart).length, billedMs],
        ...[durations.reduce((sum, duration) => sum + duration, 0), Math.max(...durations)],
        inits.length === 0 ? null : Math.max(...inits),
        ...[Math.max(...group.map((seed) => seed.maxMemoryUsedMb ?? 64)), Buffer.from(encodeSketch(sketch))],
        ...[
          (group[durations.indexOf(Math.max(...durations))]?.atMs ?? at) - at,
          Math.ceil(durations.toSorted((a, b) => b - a)[1] ?? 0),
        ],
      ],
    )
  }
}

/** A request ID that tells its number. */
export function requestIdOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}

export type LineSeed = { atMs: number; message: string; requestId?: string | null; level?: LogLevel }

/** Log lines in the order given, which is that of their event IDs. */
export async function seedLines(
  db: Db,
  fn: SeededFunction,
  streamId: number,
  lines: readonly LineSeed[],
): Promise<void> {
  for (const [index, { atMs, message, requestId = null, level = null }] of lines.entries()) {
    await db.pool.query(
      `insert into log_event (account_region_id, at, event_id, stream_id, request_id, level, foldable, message)
       values ($1, $2, $3, $4, $5, $6, true, $7)`,
      [
        ...[
          fn.place.id,
          new Date(atMs),
          packEventId(String(index), atMs),
          streamId,
          requestId,
          codeOfLevel(level),
          message,
        ],
      ],
    )
  }
}
