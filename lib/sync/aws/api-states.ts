import type pg from 'pg'

export type ApiOutcome = { state: string; detail: string | null; iamAction: string; atMs: number }

const REPEAT_AFTER_MS = 30_000
const SAVE = `
  INSERT INTO api_state AS s (account_region_id, service, operation, state, detail, iam_action, last_ok_at, last_failed_at)
  VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $4 = 'ok' THEN $7::timestamptz END, CASE WHEN $4 <> 'ok' THEN $7::timestamptz END)
  ON CONFLICT (account_region_id, service, operation) DO UPDATE SET
    state = excluded.state, detail = excluded.detail, iam_action = excluded.iam_action,
    last_ok_at = coalesce(excluded.last_ok_at, s.last_ok_at), last_failed_at = coalesce(excluded.last_failed_at, s.last_failed_at)`

/** Keeps the newest answer of every operation in api_state. The same answer is written again at most every 30 s. */
export class ApiStates {
  readonly #pool: pg.Pool
  readonly #written = new Map<string, { state: string; detail: string | null; writtenMs: number }>()

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async save(accountRegionId: number, service: string, operation: string, outcome: ApiOutcome): Promise<void> {
    const key = `${accountRegionId}/${service}/${operation}`
    const last = this.#written.get(key)
    const nowMs = performance.now()
    const same = last?.state === outcome.state && last.detail === outcome.detail
    if (same && nowMs - last.writtenMs < REPEAT_AFTER_MS) return
    const { state, detail, iamAction, atMs } = outcome
    await this.#pool.query(SAVE, [accountRegionId, service, operation, state, detail, iamAction, new Date(atMs)])
    this.#written.set(key, { state, detail, writtenMs: nowMs })
  }
}
