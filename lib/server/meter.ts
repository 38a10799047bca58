import pg from 'pg'
import { z } from 'zod'
import prices from '@/lib/server/prices.json'

export type MeteredCall = {
  accountRegionId: number
  service: string
  operation: string
  /** Units that AWS bills, as far as they are known. */
  units: number
  atMs: number
}

/** The budget of the day is used up: the call was not sent. */
export class BudgetUsedUp extends Error {
  constructor(budgetUsd: number) {
    super(
      `Today's budget of $${budgetUsd} for AWS calls is used up: calls that AWS charges for wait for the next UTC day. To raise it, change budget_usd_per_day in the database's table instance_setting.`,
    )
    this.name = 'BudgetUsedUp'
  }
}

const PRICES: Readonly<Record<string, { unit: string; usd: number }>> = prices.api
const Budget = z.coerce.number().nonnegative()
const BUDGET_CACHE_MS = 30_000
/* Of some calls only the answer tells what they cost: once all is spent, none of those is sent either. */
const RECORD = `
  INSERT INTO api_usage AS u (account_region_id, service, operation, hour, calls, billed_units, usd)
  SELECT $1, $2, $3, date_trunc('hour', $4::timestamptz, 'UTC'), $5, $6, $7::float8
  WHERE $8::float8 IS NULL OR NOT $9::bool OR (
    SELECT $7::float8 + spent <= $8 AND spent < $8 FROM (
      SELECT coalesce(sum(usd), 0) AS spent FROM api_usage WHERE hour >= date_trunc('day', $4::timestamptz, 'UTC')
    ) AS today
  )
  ON CONFLICT (account_region_id, service, operation, hour) DO UPDATE SET
    calls = u.calls + excluded.calls, billed_units = u.billed_units + excluded.billed_units, usd = u.usd + excluded.usd`

/** USD of one billed unit of an operation; 0 when AWS does not charge for it. */
function pricePerUnit(service: string, operation: string): number {
  return (PRICES[`${service}:${operation}`] ?? PRICES[service])?.usd ?? 0
}

/**
 * Counts every AWS call in api_usage before it is sent, so that a process that dies right after has still counted it.
 * Refuses, with BudgetUsedUp, a call that would pass the day's budget (instance_setting budget_usd_per_day).
 * On connections of its own that do not wait for the disk: a crash of Postgres itself may lose the last moments.
 */
export class Meter {
  readonly #pool: pg.Pool
  #budget: { usd: number | null; readMs: number } | null = null

  constructor(databaseUrl: string) {
    this.#pool = new pg.Pool({ connectionString: databaseUrl, max: 2, options: '-c synchronous_commit=off' })
    // Without a listener an idle connection that the server closes would end the process; the next query reconnects.
    this.#pool.on('error', () => undefined)
  }

  /** One call that is about to be sent. */
  async beforeCall(call: MeteredCall): Promise<void> {
    const budgetUsd = await this.#readBudget()
    const stored = await this.#record(call, 1, budgetUsd)
    if (!stored) throw new BudgetUsedUp(budgetUsd ?? 0)
  }

  /** Units that only the answer told. */
  async afterCall(call: MeteredCall): Promise<void> {
    if (call.units > 0) await this.#record(call, 0, null)
  }

  close(): Promise<void> {
    return this.#pool.end()
  }

  async #record(call: MeteredCall, calls: number, budgetUsd: number | null): Promise<boolean> {
    const unitUsd = pricePerUnit(call.service, call.operation)
    const { accountRegionId, service, operation, atMs, units } = call
    const values = [
      accountRegionId,
      service,
      operation,
      new Date(atMs),
      calls,
      units,
      units * unitUsd,
      budgetUsd,
      unitUsd > 0,
    ]
    const { rowCount } = await this.#pool.query(RECORD, values)
    return rowCount === 1
  }

  async #readBudget(): Promise<number | null> {
    const nowMs = performance.now()
    if (this.#budget === null || nowMs - this.#budget.readMs > BUDGET_CACHE_MS) {
      const { rows } = await this.#pool.query<{ value: string }>(
        `SELECT value FROM instance_setting WHERE key = 'budget_usd_per_day'`,
      )
      const parsed = Budget.safeParse(rows[0]?.value)
      this.#budget = { usd: parsed.success ? parsed.data : null, readMs: nowMs }
    }
    return this.#budget.usd
  }
}
