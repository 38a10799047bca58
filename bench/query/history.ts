import pg from 'pg'
import { type History, HOUR, MINUTE, VERSIONS } from '@/bench/query/history-shape'
import { type Minute, writeSeries } from '@/bench/query/write-series'
import { addToSketch, createSketch, encodeSketch, mergeSketches, type Sketch } from '@/lib/domain/sketch'
import { BinaryCopyEncoder } from '@/lib/server/copy/binary-copy-encoder'
import { copyRows } from '@/lib/server/copy/copy-rows'
import { rollUpDays } from '@/lib/sync/store/roll-up-days'

const ROWS_PER_COPY = 50_000
const CALLS_PER_STREAM = 1_000
const INVOCATION = `invocation (started_at, ended_at, duration_ms, account_region_id, function_id, stream_id, billed_ms, memory_mb,
  max_memory_used_mb, closed, cold_start, request_id, key, version, result, trace_id)`
const ROLLUP = `(account_region_id, function_id, at, version, result, invocations, cold_starts, billed_ms, gb_ms, duration_sum_ms,
  duration_max_ms, init_sum_ms, memory_mb, max_memory_used_mb, duration_sketch, slowest_at_ms, second_slowest_ms)`
/* Indexes are built once all rows are there: one row at a time they would take most of the time. */
const INDEXES = `
  SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
  WHERE indrelid = 'invocation'::regclass AND NOT indisprimary`

type Group = {
  at: number
  version: string
  result: string
  count: number
  cold: number
  billedMs: number
  sumMs: number
  maxMs: number
  slowestAtMs: number
  secondMs: number
  sketch: Sketch
}

/** Invocations of every function over the days with the rollups and metric points that a pull of them would leave. */
export async function writeHistory(databaseUrl: string, history: History): Promise<void> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(INDEXES)
    for (const { name } of indexes) await client.query(`DROP INDEX ${name}`)
    for (const fn of history.functions) await writeFunction(client, history, fn)
    for (const { definition } of indexes) await client.query(definition.replace(' ON ONLY ', ' ON '))
    await client.query('VACUUM ANALYZE')
    // What preparing left to write would be written while questions are timed.
    await client.query('CHECKPOINT')
  } finally {
    await client.end()
  }
}

async function writeFunction(client: pg.Client, history: History, fn: History['functions'][number]): Promise<void> {
  const { random, fromMs, toMs } = history
  const meanMs = (toMs - fromMs) / fn.calls
  const minutes = new Map<number, Minute>()
  const groups = new Map<string, Group>()
  const medianMs = 20 + random() * 200
  let rows = new BinaryCopyEncoder(16)
  let atMs = fromMs
  for (let call = 0; ; call += 1) {
    atMs += -Math.log(1 - random()) * meanMs
    if (atMs >= toMs) break
    const startedMs = Math.floor(atMs)
    const durationMs = Math.round(medianMs * Math.exp(0.6 * normal(random)) * 100) / 100
    const result = random() < 0.01 ? (random() < 0.2 ? 'timeout' : 'error') : 'success'
    const one = {
      call,
      startedMs,
      durationMs,
      result,
      version: versionAt((atMs - fromMs) / (toMs - fromMs), random),
      cold: call % 400 === 0,
    }
    writeInvocation(rows, fn, one)
    addToGroup(groups, one)
    addToMinute(minutes, one)
    if (rows.rows < ROWS_PER_COPY) continue
    await copyRows(client, INVOCATION, rows)
    rows = new BinaryCopyEncoder(16)
  }
  await copyRows(client, INVOCATION, rows)
  await writeRollups(client, fn, [...groups.values()])
  await writeSeries(client, history, fn, minutes)
}

type Call = { call: number; startedMs: number; durationMs: number; result: string; version: string; cold: boolean }

function writeInvocation(rows: BinaryCopyEncoder, fn: History['functions'][number], one: Call): void {
  const { call, startedMs, durationMs, result, version, cold } = one
  const tail = (fn.id * 4_000_000 + call).toString(16).padStart(16, '0')
  rows.row()
  rows.timestamptz(startedMs)
  rows.timestamptz(startedMs + Math.ceil(durationMs))
  rows.float8(durationMs)
  rows.int4(fn.accountRegionId)
  rows.int4(fn.id)
  rows.int4(fn.firstStreamId + Math.floor(call / CALLS_PER_STREAM))
  rows.int4(Math.ceil(durationMs))
  rows.int4(512)
  rows.int4(100 + (call % 150))
  rows.bool(true)
  rows.bool(cold)
  rows.uuid(`${tail.slice(8)}-${tail.slice(4, 8)}-4000-8000-${tail.slice(4)}`)
  rows.bytea(Buffer.from(tail, 'hex'))
  rows.text(version)
  rows.text(result)
  rows.text(call % 50 === 0 ? `1-${Math.floor(startedMs / 1000).toString(16)}-${tail.padStart(24, '0')}` : null)
}

function addToGroup(groups: Map<string, Group>, { startedMs, durationMs, result, version, cold }: Call): void {
  const at = Math.floor(startedMs / MINUTE) * MINUTE
  const key = `${at} ${version} ${result}`
  const group = groups.get(key) ?? {
    at,
    version,
    result,
    count: 0,
    cold: 0,
    billedMs: 0,
    sumMs: 0,
    maxMs: 0,
    slowestAtMs: 0,
    secondMs: 0,
    sketch: createSketch(),
  }
  groups.set(key, group)
  group.count += 1
  group.cold += cold ? 1 : 0
  group.billedMs += Math.ceil(durationMs)
  group.sumMs += durationMs
  addSlowest(group, durationMs, startedMs - at, 0)
  addToSketch(group.sketch, durationMs)
}

/** secondMs: what of these no other than the one of durationMs lasted longer than. */
function addSlowest(group: Group, durationMs: number, startMs: number, secondMs: number): void {
  const isSlower = durationMs > group.maxMs
  group.secondMs = Math.max(group.secondMs, secondMs, Math.ceil(isSlower ? group.maxMs : durationMs))
  if (!isSlower) return
  group.maxMs = durationMs
  group.slowestAtMs = startMs
}

/** Nine calls in ten come through the alias. */
function addToMinute(minutes: Map<number, Minute>, { startedMs, result, call }: Call): void {
  const at = Math.floor(startedMs / MINUTE)
  const minute = minutes.get(at) ?? { invocations: 0, errors: 0, live: 0, liveErrors: 0, most: 0 }
  minutes.set(at, minute)
  const [isError, isLive] = [result === 'success' ? 0 : 1, call % 10 === 0 ? 0 : 1]
  minute.invocations += 1
  minute.errors += isError
  minute.live += isLive
  minute.liveErrors += isError * isLive
  minute.most = Math.max(minute.most, 1 + (call % 7))
}

async function writeRollups(
  client: pg.Client,
  fn: History['functions'][number],
  minutes: readonly Group[],
): Promise<void> {
  const hours = new Map<string, Group>()
  for (const minute of minutes) {
    const at = Math.floor(minute.at / HOUR) * HOUR
    const key = `${at} ${minute.version} ${minute.result}`
    const hour = hours.get(key)
    const slowestAtMs = minute.at - at + minute.slowestAtMs
    if (hour === undefined) {
      hours.set(key, { ...minute, at, slowestAtMs, sketch: mergeSketches(createSketch(), minute.sketch) })
    } else {
      for (const sum of ['count', 'cold', 'billedMs', 'sumMs'] as const) hour[sum] += minute[sum]
      addSlowest(hour, minute.maxMs, slowestAtMs, minute.secondMs)
      mergeSketches(hour.sketch, minute.sketch)
    }
  }
  await copyRows(client, `invocation_minute ${ROLLUP}`, encodeRollups(fn, minutes))
  await copyRows(client, `invocation_hour ${ROLLUP}`, encodeRollups(fn, [...hours.values()]))
  const touched = [...hours.values()].map(({ at }) => ({ functionId: fn.id, minuteMs: at }))
  await rollUpDays(client, fn.accountRegionId, touched)
}

function encodeRollups(fn: History['functions'][number], groups: readonly Group[]): BinaryCopyEncoder {
  const rows = new BinaryCopyEncoder(17)
  for (const group of groups) {
    rows.row()
    rows.int4(fn.accountRegionId)
    rows.int4(fn.id)
    rows.timestamptz(group.at)
    rows.text(group.version)
    rows.text(group.result)
    rows.int4(group.count)
    rows.int4(group.cold)
    rows.int8(group.billedMs)
    rows.float8(group.billedMs / 2)
    rows.float8(group.sumMs)
    rows.float8(group.maxMs)
    rows.float8(0)
    rows.int4(512)
    rows.int4(249)
    rows.bytea(encodeSketch(group.sketch))
    rows.int4(group.slowestAtMs)
    rows.int4(group.secondMs)
  }
  return rows
}

/** A deployment in the middle of the window, with a tenth of the calls on the other version for some hours. */
function versionAt(share: number, random: () => number): string {
  const isCanary = share > 0.5 && share < 0.54 && random() < 0.9
  return share < 0.5 || isCanary ? VERSIONS[0] : VERSIONS[1]
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** How many log streams writeHistory names for so many calls. */
export function streamsOf(calls: number): number {
  return Math.ceil((calls * 1.2) / CALLS_PER_STREAM) + 2
}
