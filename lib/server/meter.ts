import pg from 'pg'
import { z } from 'zod'
import {
  type Budget,
  describeBudget,
  periodStartMs,
  servicesOfSource,
  sourceOfService,
  usableUsd,
} from '@/lib/domain/budget'
import { apiPrice, hasRegionalPrice } from '@/lib/server/api-prices'
import { isDatabaseAway } from '@/lib/server/is-database-away'

/** What of a call is for a function; the shares of a call are 1 together, or less where a part is for none. */
export type FunctionShare = { functionId: number; share: number }

/** functions: those that it is for, each once; without any it is for all. */
export type MeteredCall = {
  accountRegionId: number
  service: string
  operation: string
  /** Units that AWS bills, as far as they are known. */
  units: number
  atMs: number
  functions?: readonly FunctionShare[]
}

type Queryable = pg.Pool | pg.ClientBase

/** A budget leaves no room for the call: it was not sent. */
export class BudgetUsedUp extends Error {
  constructor(budget: Budget) {
    const until = budget.period === 'day' ? 'the next UTC day' : 'the next month'
    super(
      `${describeBudget(budget)} is used up: calls that AWS charges for wait for ${until}, the dearest first. To raise it, change the budget (PUT /api/budgets, or budget_usd_per_day in the database's table instance_setting).`,
    )
    this.name = 'BudgetUsedUp'
  }
}

const UsdPerDay = z.coerce.number().nonnegative()
const BUDGET_CACHE_MS = 30_000
const BUDGETS = 'SELECT account_id AS "accountId", source, period, usd FROM budget'
const REGION = 'SELECT region FROM account_region WHERE id = $1'
const SETTING = `SELECT value FROM instance_setting WHERE key = 'budget_usd_per_day'`
/* Of some calls only the answer tells what they cost: once all is spent, none of those is sent either. */
const USED_UP = `
  SELECT l.place FROM jsonb_to_recordset($8::jsonb) AS l(place int, "mostUsd" float8, since timestamptz, "accountId" text, services jsonb)
  WHERE (l."accountId" = '' OR l."accountId" = (SELECT account_id FROM account_region WHERE id = $1)) AND (
    SELECT coalesce(sum(a.usd), 0) + $7::float8 > l."mostUsd" OR coalesce(sum(a.usd), 0) >= l."mostUsd"
    FROM api_usage a LEFT JOIN account_region p ON p.id = a.account_region_id
    WHERE a.hour >= l.since AND (l."accountId" = '' OR p.account_id = l."accountId")
      AND (l.services IS NULL OR l.services ? a.service)
  )
  ORDER BY l.place LIMIT 1`
const RECORDED = `
  used_up AS (${USED_UP}), recorded AS (
    INSERT INTO api_usage AS u (account_region_id, service, operation, hour, calls, billed_units, usd)
    SELECT $1, $2, $3, date_trunc('hour', $4::timestamptz, 'UTC'), $5::float8, $6::float8, $7::float8
    WHERE NOT EXISTS (SELECT FROM used_up)
    ON CONFLICT (account_region_id, service, operation, hour) DO UPDATE SET
      calls = u.calls + excluded.calls, billed_units = u.billed_units + excluded.billed_units, usd = u.usd + excluded.usd
  )`
/* By function, so that calls that are counted at once wait for one another, and never each for the other. */
const SHARED = `
  shared AS (
    INSERT INTO api_usage_function AS u (account_region_id, function_id, day, calls, usd)
    SELECT $1, s.id, ($4::timestamptz AT TIME ZONE 'UTC')::date, $5::float8 * s.share, $7::float8 * s.share
    FROM unnest($9::int[], $10::float8[]) AS s(id, share) WHERE NOT EXISTS (SELECT FROM used_up) ORDER BY s.id
    ON CONFLICT (account_region_id, function_id, day) DO UPDATE SET
      calls = u.calls + excluded.calls, usd = u.usd + excluded.usd
  )`
/* The place in the list of the budget that is in the way, or null when the call was recorded. */
const PLACE = 'SELECT (SELECT place FROM used_up) AS place'
const RECORD = `WITH ${RECORDED} ${PLACE}`
const RECORD_SHARED = `WITH ${RECORDED}, ${SHARED} ${PLACE}`
const LOSE = `
  INSERT INTO api_usage AS u (account_region_id, service, operation, hour, calls, billed_units, usd, lost_answers)
  VALUES ($1, $2, $3, date_trunc('hour', $4::timestamptz, 'UTC'), 0, 0, 0, 1)
  ON CONFLICT (account_region_id, service, operation, hour) DO UPDATE SET lost_answers = u.lost_answers + 1`
/* Those of the last day; who finds them counts them. */
const FIND = `
  WITH lost AS (
    SELECT hour, lost_answers FROM api_usage
    WHERE account_region_id = $1 AND service = $2 AND operation = $3 AND hour > $4::timestamptz - interval '1 day' AND lost_answers > 0
    FOR UPDATE
  ), found AS (
    UPDATE api_usage u SET lost_answers = 0 FROM lost
    WHERE u.account_region_id = $1 AND u.service = $2 AND u.operation = $3 AND u.hour = lost.hour
  )
  SELECT coalesce(sum(lost_answers), 0)::int AS lost FROM lost`

/**
 * Counts every AWS call in api_usage before it is sent, so that a process that dies right after has still counted it.
 * Refuses, with BudgetUsedUp, a call for which a budget leaves no room.
 * On connections of its own that do not wait for the disk: a crash of Postgres itself may lose the last moments. What is
 * known only after a call is kept while the database is away, and recorded before the next call.
 */
export class Meter {
  readonly #pool: pg.Pool
  readonly #regions = new Map<number, string>()
  #budgets: { list: Budget[]; readMs: number } | null = null
  /** What could not be recorded after its call, because the database was away. */
  readonly #owed: (() => Promise<unknown>)[] = []

  constructor(databaseUrl: string) {
    this.#pool = new pg.Pool({ connectionString: databaseUrl, max: 2, options: '-c synchronous_commit=off' })
    // Without a listener an idle connection that the server closes would end the process; the next query reconnects.
    this.#pool.on('error', () => undefined)
  }

  /** One call that is about to be sent. */
  async beforeCall(call: MeteredCall): Promise<void> {
    await this.#recordOwed()
    const isPriced = apiPrice(call.service, call.operation, null) > 0
    const budgets = isPriced ? await this.#readBudgets() : []
    const usedUp = await this.#record(call, 1, budgets)
    if (usedUp !== null) throw new BudgetUsedUp(usedUp)
  }

  /**
   * Units that only the answer told; fewer than 0 for a call that AWS refused, which it does not bill. client: counts them
   * in the transaction that is open there, for whoever notes beside them that they are counted.
   */
  async afterCall(call: MeteredCall, client: Queryable = this.#pool): Promise<void> {
    if (call.units === 0) return
    if (client === this.#pool) await this.#recordOrOwe(() => this.#record(call, 0, []))
    else await this.#record(call, 0, [], client)
  }

  /** A call that AWS may have billed, but whose answer, which alone tells how much, did not come whole. */
  async lostAnswer({ accountRegionId, service, operation, atMs }: MeteredCall): Promise<void> {
    await this.#recordOrOwe(() => this.#pool.query(LOSE, [accountRegionId, service, operation, new Date(atMs)]))
  }

  /** Units that an answer told, and as many for each that was lost before it: what was asked there is asked again. */
  async answered(call: MeteredCall): Promise<void> {
    const { units } = call
    if (units === 0) return
    let lost: number | null = null
    await this.#recordOrOwe(async () => {
      // What was found is gone from there: a record that has to be repeated must not look again.
      lost ??= await this.#takeLost(call)
      await this.#record({ ...call, units: units * (1 + lost) }, 0, [])
    })
  }

  async #takeLost({ accountRegionId, service, operation, atMs }: MeteredCall): Promise<number> {
    const values = [accountRegionId, service, operation, new Date(atMs)]
    const { rows } = await this.#pool.query<{ lost: number }>(FIND, values)
    return rows[0]?.lost ?? 0
  }

  async close(): Promise<void> {
    try {
      await this.#recordOwed()
    } catch (error) {
      if (!isDatabaseAway(error)) throw error
    }
    await this.#pool.end()
  }

  async #recordOrOwe(record: () => Promise<unknown>): Promise<void> {
    try {
      await record()
    } catch (error) {
      if (!isDatabaseAway(error)) throw error
      this.#owed.push(record)
    }
  }

  async #recordOwed(): Promise<void> {
    for (let record = this.#owed.shift(); record !== undefined; record = this.#owed.shift()) {
      try {
        await record()
      } catch (error) {
        this.#owed.push(record)
        throw error
      }
    }
  }

  /** The budget that is in the way, or null when the call is recorded. */
  async #record(
    call: MeteredCall,
    calls: number,
    budgets: readonly Budget[],
    client: Queryable = this.#pool,
  ): Promise<Budget | null> {
    const { accountRegionId, service, operation, atMs, units, functions = [] } = call
    const source = sourceOfService(service)
    const limits = budgets.flatMap((budget, place) => {
      if (budget.source !== '' && budget.source !== source) return []
      const since = new Date(periodStartMs(budget.period, atMs)).toISOString()
      const mostUsd = usableUsd(budget, service, operation)
      return [{ place, mostUsd, since, accountId: budget.accountId, services: servicesOfSource(budget.source) }]
    })
    const usd = units * (await this.#pricePerUnit(call))
    const values = [accountRegionId, service, operation, new Date(atMs), calls, units, usd, JSON.stringify(limits)]
    const shares = [functions.map(({ functionId }) => functionId), functions.map(({ share }) => share)]
    const { rows } = await (functions.length === 0
      ? client.query<{ place: number | null }>(RECORD, values)
      : client.query<{ place: number | null }>(RECORD_SHARED, [...values, ...shares]))
    const place = rows[0]?.place ?? null
    return place === null ? null : (budgets[place] ?? null)
  }

  async #pricePerUnit({ accountRegionId, service, operation }: MeteredCall): Promise<number> {
    if (!hasRegionalPrice(service, operation)) return apiPrice(service, operation, null)
    const known = this.#regions.get(accountRegionId)
    if (known !== undefined) return apiPrice(service, operation, known)
    const { rows } = await this.#pool.query<{ region: string }>(REGION, [accountRegionId])
    const region = rows[0]?.region ?? null
    if (region !== null) this.#regions.set(accountRegionId, region)
    return apiPrice(service, operation, region)
  }

  async #readBudgets(): Promise<Budget[]> {
    const nowMs = performance.now()
    if (this.#budgets === null || nowMs - this.#budgets.readMs > BUDGET_CACHE_MS) {
      const [list, setting] = await Promise.all([
        this.#pool.query<Budget>(BUDGETS),
        this.#pool.query<{ value: string }>(SETTING),
      ])
      const perDay = UsdPerDay.safeParse(setting.rows[0]?.value)
      const all: Budget[] = perDay.success ? [{ accountId: '', source: '', period: 'day', usd: perDay.data }] : []
      this.#budgets = { list: [...all, ...list.rows], readMs: nowMs }
    }
    return this.#budgets.list
  }
}
