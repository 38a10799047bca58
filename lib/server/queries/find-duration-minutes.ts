import type { Window } from '@/lib/domain/covered-window'
import { countWithin } from '@/lib/domain/sketch'
import { type Db, selectPrepared } from '@/lib/server/db'

/** Durations longer than aboveMs (null: any) and up to atMostMs (null: any); versions and results null: all. */
export type DurationFilter = {
  versions: readonly string[] | null
  results: readonly string[] | null
  aboveMs: number | null
  atMostMs: number | null
  most: number
}

/** restMs: where what was not looked at ends; null when all of the window was. */
export type DurationMinutes = { minutes: number[]; restMs: number | null }

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** The newest hours first, and each time so many times as many. */
const FIRST_HOURS = 6
const GROWTH = 4
/** What one page reads at most. */
const MOST_INVOCATIONS = 10_000
const MOST_MINUTES = 250
const MOST_ROLLUPS = 5_000
const OF = `v.function_id = $1 and ($2::text[] is null or v.version = any($2::text[])) and ($3::text[] is null or v.result = any($3::text[]))
  and ($6::float8 is null or v.duration_max_ms > $6::float8)`
const HOURS = `
  select round(date_part('epoch', v.at) * 1000) as "atMs", v.duration_sketch as sketch, v.invocations from invocation_hour v
   where ${OF} and v.at > $4::timestamptz - interval '1 hour' and v.at < $5
  union all
  select round(date_part('epoch', d.minute) * 1000), null, 0 from rollup_due d
   where d.function_id = $1 and d.minute > $4::timestamptz - interval '1 minute' and d.minute < $5`
const MINUTES = `
  select round(date_part('epoch', m.at) * 1000) as "atMs", m.duration_sketch as sketch, m.invocations
    from unnest($7::timestamptz[]) as hour(at) cross join lateral (
      select v.at, v.duration_sketch, v.invocations from invocation_minute v
       where ${OF} and v.at >= hour.at and v.at < hour.at + interval '1 hour'
         and v.at > $4::timestamptz - interval '1 minute' and v.at < $5 offset 0) m
   order by m.at desc limit ${MOST_ROLLUPS}`

/** sketch: null where the minute waits for its rollup. */
type Rollup = { atMs: number; sketch: Uint8Array | null; invocations: number }
/** certain: of the durations asked for at least; possible: at most. */
type Stretch = { atMs: number; certain: number; possible: number; invocations: number }

/**
 * The minutes (epoch ms) that hold the newest `most` invocations of a function of some durations in a window, told by the
 * sketches of its rollups, and those that wait for their rollup. Looks no further back than reading them stays quick.
 */
export async function findDurationMinutes(
  db: Db,
  functionId: number,
  window: Window,
  filter: DurationFilter,
): Promise<DurationMinutes> {
  const minutes: number[] = []
  let [certain, looked, rollups] = [0, 0, 0]
  let toMs = window.toMs
  for (let hours = FIRST_HOURS; toMs > window.fromMs; hours *= GROWTH) {
    if (rollups >= MOST_ROLLUPS) return { minutes, restMs: toMs }
    const fromMs = Math.max(window.fromMs, Math.ceil(toMs / HOUR) * HOUR - hours * HOUR)
    const found = await findBetween(db, functionId, { fromMs, toMs }, { ...filter, most: filter.most - certain })
    rollups += found.rollups
    for (const minute of found.stretches) {
      minutes.push(minute.atMs)
      certain += isWithin(minute.atMs, MINUTE, window) ? minute.certain : 0
      looked += minute.invocations
      const isEnough = certain >= filter.most || looked >= MOST_INVOCATIONS || minutes.length >= MOST_MINUTES
      if (isEnough && minute.atMs > window.fromMs) return { minutes, restMs: minute.atMs }
    }
    toMs = found.lookedFromMs
  }
  return { minutes, restMs: null }
}

/** Minutes newest first, those before lookedFromMs left out; rollups: how many were read. */
type Found = { stretches: Stretch[]; lookedFromMs: number; rollups: number }

async function findBetween(db: Db, functionId: number, window: Window, filter: DurationFilter): Promise<Found> {
  const values = [functionId, filter.versions, filter.results, new Date(window.fromMs), new Date(window.toMs)]
  // What waits is part of the first statement: once it is rolled up, the rollups tell of it.
  const rows = await selectPrepared<Rollup>(db.pool, HOURS, [...values, filter.aboveMs])
  const hours = untilEnough(countStretches(rows, filter), window, filter.most)
  const at = hours.stretches.map(({ atMs }) => new Date(atMs))
  const rollups = at.length === 0 ? [] : await selectPrepared<Rollup>(db.pool, MINUTES, [...values, filter.aboveMs, at])
  // Of the oldest minute there may be more rollups.
  const cutMs = rollups.length < MOST_ROLLUPS ? window.fromMs : (rollups.at(-1)?.atMs ?? window.toMs) + MINUTE
  const lookedFromMs = Math.max(window.fromMs, hours.lookedFromMs, cutMs)
  const waiting = new Map(
    rows
      .filter(({ sketch }) => sketch === null)
      .map(({ atMs }) => [atMs, { atMs, certain: 0, possible: 1, invocations: 0 }]),
  )
  const told = countStretches(rollups, filter).filter(({ atMs }) => !waiting.has(atMs))
  const stretches = [...told, ...waiting.values()]
    .filter(({ atMs }) => atMs + MINUTE > lookedFromMs)
    .sort((a, b) => b.atMs - a.atMs)
  return { stretches, lookedFromMs, rollups: rollups.length }
}

/** Stretches that may hold some of the durations, newest first. */
function countStretches(rows: readonly Rollup[], { aboveMs, atMostMs }: DurationFilter): Stretch[] {
  const stretches = new Map<number, Stretch>()
  for (const { atMs, sketch, invocations } of rows) {
    if (sketch === null) continue
    const { certain, possible } = countWithin(sketch, aboveMs, atMostMs)
    const known = stretches.get(atMs) ?? { atMs, certain: 0, possible: 0, invocations: 0 }
    known.certain += certain
    known.possible += possible
    known.invocations += invocations
    stretches.set(atMs, known)
  }
  return [...stretches.values()].filter(({ possible }) => possible > 0).sort((a, b) => b.atMs - a.atMs)
}

/** The newest hours that hold enough, or all; lookedFromMs: where they begin. */
function untilEnough(hours: readonly Stretch[], window: Window, most: number) {
  let certain = 0
  const last = hours.findIndex((hour) => {
    certain += isWithin(hour.atMs, HOUR, window) ? hour.certain : 0
    return certain >= most
  })
  const begin = hours[last]
  if (begin === undefined) return { stretches: hours, lookedFromMs: window.fromMs }
  return { stretches: hours.slice(0, last + 1), lookedFromMs: begin.atMs }
}

function isWithin(atMs: number, lengthMs: number, { fromMs, toMs }: Window): boolean {
  return atMs >= fromMs && atMs + lengthMs <= toMs
}
