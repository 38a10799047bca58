import type { LedgerFunction, LedgerRequest, LedgerResponse } from '@/lib/contracts/ledger'
import type { BucketValues } from '@/lib/domain/bucket-values'
import { type Holder, listBands, poolAt, type Standing, standingAt } from '@/lib/domain/concurrency/standing-at'
import { type Covered, isCountable, sumOfBucket, type Window, widenToMinutes } from '@/lib/domain/covered-window'
import { isNearlyAll } from '@/lib/domain/part-known'
import type { Db } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { getHeldFrom } from '@/lib/server/queries/get-held-from'
import { getMetricBuckets } from '@/lib/server/queries/get-metric-buckets'
import { findPlace, listPlaces, type PlaceRow } from '@/lib/server/queries/get-place'
import { type HoldingRow, listHoldings } from '@/lib/server/queries/list-holdings'
import { readHolders } from '@/lib/server/queries/read-holders'

const MINUTE = 60_000
const PERIODS_MIN = [1, 5, 10, 15, 30, 60, 180, 360, 720, 1440]
const MOST_COLUMNS = 200
const MOST_FUNCTIONS = 200
/** Functions and aliases that have a band of their own in the picture of the ledger. */
const MOST_BANDS = 5
const TOLERANCE_MS = 30 * MINUTE
const CLAIMED = 'ClaimedAccountConcurrency'
const CONCURRENT = 'ConcurrentExecutions'

type Series = { values: BucketValues; covered: Covered }

/**
 * What counts against the concurrency limit of an account in a region, over the window widened to whole periods: each period
 * as it was in the highest minute of it that is asked for. What is reserved and provisioned is taken back through the changes that were noticed;
 * what is claimed beyond it ran on demand. Throws NOT_FOUND for a place that nothing is known of.
 */
export async function getLedger(db: Db, request: LedgerRequest, nowMs: number): Promise<LedgerResponse> {
  const asked = widenToMinutes(checkWindow(request))
  const length = asked.toMs - asked.fromMs
  const periodMs = (PERIODS_MIN.find((minutes) => length / (minutes * MINUTE) <= MOST_COLUMNS) ?? 1440) * MINUTE
  const window = widenToMinutes(asked, periodMs)
  const rows = await listPlaces(db)
  const places = rows.map(({ accountId, region }) => ({ accountId, region }))
  const row = choosePlace(rows, request)
  if (row === undefined) return nothing(window, periodMs)
  const [series, holdings, held, heldFromMs] = await Promise.all([
    readAccount(db, row.id, window),
    listHoldings(db, row.id),
    readHolders(db, row.id, window.fromMs),
    getHeldFrom(db, row.id),
  ])
  const holders = [...held.values()]
  const unreadFunctions = holdings.filter(({ isRead }) => !isRead).length
  // What is not known to be reserved would pass for on demand.
  const isSplit = holdings.length === 0 || isNearlyAll(holdings.length - unreadFunctions, holdings.length)
  const facts = { asked, window, nowMs, series, holders, isSplit }
  const columns = columnsOf(window, periodMs).map((column) => ledgerColumn(column, facts))
  const valuesOf = (of: (column: LedgerColumn) => number | null) => columns.map(of)
  const claimed = valuesOf((column) => column.claimed)
  const concurrent = valuesOf((column) => column.concurrent)
  return {
    place: { accountId: row.accountId, region: row.region },
    places,
    ...window,
    periodMs,
    limit: row.limit,
    pool: row.pool,
    pools: valuesOf(({ standing, peakAtMs, fromMs }) => standing && poolAt(row.pool, holders, peakAtMs ?? fromMs)),
    atMs: columns.map(({ fromMs }) => fromMs),
    peakAtMs: valuesOf((column) => column.peakAtMs),
    reserved: valuesOf(({ standing }) => standing && sumOf(standing.filter(({ qualifier }) => qualifier === null))),
    provisioned: valuesOf(({ standing }) => standing && sumOf(standing.filter(({ qualifier }) => qualifier !== null))),
    bands: listBands(
      columns.map(({ standing }) => standing),
      MOST_BANDS,
    ),
    onDemand: valuesOf((column) => column.onDemand),
    claimed,
    concurrent,
    claimedMax: mostOf(claimed),
    concurrentMax: mostOf(concurrent),
    functions: await describeHoldings(db, holdings, { window: asked, nowMs, held }),
    unreadFunctions,
    heldFromMs,
  }
}

function choosePlace(rows: readonly PlaceRow[], { accountId, region }: LedgerRequest): PlaceRow | undefined {
  if (accountId !== undefined && region !== undefined) return findPlace(rows, accountId, region)
  return rows.find((row) => (accountId ?? row.accountId) === row.accountId && (region ?? row.region) === row.region)
}

function nothing(window: Window, periodMs: number): LedgerResponse {
  const values = { pools: [], peakAtMs: [], reserved: [], provisioned: [], onDemand: [], claimed: [], concurrent: [] }
  const unknown = { place: null, limit: null, pool: null, claimedMax: null, concurrentMax: null }
  return {
    ...window,
    ...unknown,
    periodMs,
    places: [],
    atMs: [],
    ...values,
    bands: [],
    functions: [],
    unreadFunctions: 0,
    heldFromMs: null,
  }
}

async function readAccount(db: Db, accountRegionId: number, window: Window): Promise<Map<string, Series>> {
  const wanted = [`${CLAIMED} Maximum`, `${CONCURRENT} Maximum`]
  const common = { functionIds: [0], accountRegionId, qualifiers: [''], wanted, periodMs: MINUTE }
  const buckets = await getMetricBuckets(db, { ...common, ...window })
  return new Map(buckets.map(({ metric, values, covered }) => [metric, { values, covered }]))
}

function columnsOf({ fromMs, toMs }: Window, periodMs: number): Window[] {
  return Array.from({ length: (toMs - fromMs) / periodMs }, (_, index) => ({
    fromMs: fromMs + index * periodMs,
    toMs: fromMs + (index + 1) * periodMs,
  }))
}

type LedgerColumn = Window & {
  peakAtMs: number | null
  /** null: it is not known what functions held. */
  standing: Standing[] | null
  onDemand: number | null
  claimed: number | null
  concurrent: number | null
}

type Facts = {
  /** In whole minutes, and in whole periods. */
  asked: Window
  window: Window
  nowMs: number
  series: ReadonlyMap<string, Series>
  holders: readonly Holder[]
  /** It is known what functions hold. */
  isSplit: boolean
}

function ledgerColumn(period: Window, { asked, window, nowMs, series, holders, isSplit }: Facts): LedgerColumn {
  const column = { fromMs: Math.max(period.fromMs, asked.fromMs), toMs: Math.min(period.toMs, asked.toMs) }
  const claimed = highestIn(series.get(CLAIMED), column, window)
  const concurrent = highestIn(series.get(CONCURRENT), column, window)
  const isKnown = (metric: string) => sumOfBucket(0, column, series.get(metric)?.covered ?? [], nowMs) !== null
  // An account in which nothing ran publishes nothing: then only what stands is claimed.
  const isIdle = claimed === null && isKnown(CLAIMED)
  const isTold = isSplit && (claimed !== null || isIdle)
  const atMs = claimed?.atMs ?? column.fromMs
  const standing = isTold ? holders.flatMap((holder) => standingAt(holder, atMs)) : null
  const held = standing === null ? null : sumOf(standing)
  return {
    ...period,
    peakAtMs: claimed?.atMs ?? concurrent?.atMs ?? null,
    standing,
    onDemand: held === null ? null : Math.max(0, (claimed?.value ?? held) - held),
    claimed: claimed?.value ?? (isIdle ? held : null),
    concurrent: concurrent?.value ?? (isKnown(CONCURRENT) ? 0 : null),
  }
}

function sumOf(standing: readonly Standing[]): number {
  return standing.reduce((sum, { value }) => sum + value, 0)
}

function highestIn(series: Series | undefined, column: Window, window: Window): { atMs: number; value: number } | null {
  let most: { atMs: number; value: number } | null = null
  for (let atMs = column.fromMs; atMs < column.toMs; atMs += MINUTE) {
    const value = series?.values.get((atMs - window.fromMs) / MINUTE)
    if (value !== undefined && (most === null || value > most.value)) most = { atMs, value }
  }
  return most
}

async function describeHoldings(
  db: Db,
  holdings: readonly HoldingRow[],
  { window, nowMs, held }: { window: Window; nowMs: number; held: ReadonlyMap<number, Holder> },
): Promise<LedgerFunction[]> {
  const largest = holdings
    .filter(({ reserved, provisioned }) => reserved !== null || provisioned !== null)
    .sort((left, right) => sizeOf(right) - sizeOf(left))
    .slice(0, MOST_FUNCTIONS)
  const buckets = await getMetricBuckets(db, {
    ...window,
    periodMs: window.toMs - window.fromMs,
    functionIds: largest.map(({ id }) => id),
    qualifiers: [''],
    wanted: [`${CONCURRENT} Maximum`, 'Throttles Sum'],
  })
  return largest.map(({ id, name, isRead: _, ...holds }) => {
    const told = (metric: string) => {
      const found = buckets.find((one) => one.functionId === id && one.metric === metric)
      const isTold = found !== undefined && isCountable(found.covered, window, nowMs, TOLERANCE_MS)
      return { value: found?.values.get(0) ?? (isTold ? 0 : null), isTold }
    }
    const throttles = told('Throttles')
    const peak = told(CONCURRENT).value
    const isSteady = !held.get(id)?.changes.some(({ kind }) => kind === 'concurrency')
    return { functionName: name, ...holds, isSteady, peak, throttles: throttles.isTold ? throttles.value : null }
  })
}

function sizeOf({ reserved, provisioned }: HoldingRow): number {
  return Math.max(reserved ?? 0, provisioned ?? 0)
}

function mostOf(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((most, value) => (value === null ? most : Math.max(most ?? value, value)), null)
}
