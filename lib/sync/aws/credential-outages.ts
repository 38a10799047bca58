import type pg from 'pg'
import { selectRows } from '@/lib/server/db'

/** What AWS said of the credentials, and until when (epoch ms) nothing is asked with them. */
export type CredentialOutage = { detail: string; retryAtMs: number }

const FIRST_REST_MS = 60_000
const LONGEST_REST_MS = 600_000
/** How long a worker believes what it read. */
const BELIEVE_MS = 5_000
const FIND = `
  SELECT detail, (extract(epoch FROM retry_at) * 1000)::float8 AS "retryAtMs" FROM credential_outage WHERE account_region_id = $1`
/* Calls in flight fail together: they count as one failure. */
const FAILED = `
  INSERT INTO credential_outage AS o (account_region_id, detail, failures, since, retry_at)
  VALUES ($1, $2, 1, $3, $3::timestamptz + $4 * interval '1 ms')
  ON CONFLICT (account_region_id) DO UPDATE SET detail = excluded.detail, failures = o.failures + 1,
    retry_at = $3::timestamptz + least($5::float8, $4 * 2 ^ least(o.failures, 10)) * interval '1 ms'
  WHERE o.retry_at <= $3`
/* Whatever failed for the credentials need not wait for its own turn. */
const ANSWERED = `
  WITH healed AS (DELETE FROM credential_outage WHERE account_region_id = $1 RETURNING since)
  UPDATE sync_state SET next_run_at = 'epoch' FROM healed
  WHERE account_region_id = $1 AND state = 'denied' AND last_failed_at >= healed.since`

/**
 * Which account-regions have credentials that AWS does not accept. Such a one is asked again after one minute, then at
 * doubling distances up to ten, and one accepted call ends the outage.
 */
export class CredentialOutages {
  readonly #pool: pg.Pool
  readonly #known = new Map<number, { outage: CredentialOutage | null; readMs: number }>()
  /** Account-regions of which the newest answer refused the credentials. */
  readonly #doubted = new Set<number>()

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  /** The outage while it lasts, null when calls may be sent. */
  async find(accountRegionId: number, nowMs: number): Promise<CredentialOutage | null> {
    const readMs = performance.now()
    let known = this.#known.get(accountRegionId)
    if (known === undefined || readMs - known.readMs > BELIEVE_MS) {
      const [outage = null] = await selectRows<CredentialOutage>(this.#pool, FIND, [accountRegionId])
      known = { outage, readMs }
      this.#known.set(accountRegionId, known)
    }
    return known.outage !== null && known.outage.retryAtMs > nowMs ? known.outage : null
  }

  /** One refusal between accepted calls is that call's own; from the second in a row on the credentials are at fault. */
  async failed(accountRegionId: number, detail: string, nowMs: number): Promise<void> {
    const isFirst = !this.#doubted.has(accountRegionId)
    this.#doubted.add(accountRegionId)
    if (isFirst) return
    const values = [accountRegionId, detail, new Date(nowMs), FIRST_REST_MS, LONGEST_REST_MS]
    await this.#pool.query(FAILED, values)
    this.#known.delete(accountRegionId)
  }

  /** AWS took the credentials of a call, whatever else it said. */
  async accepted(accountRegionId: number): Promise<void> {
    this.#doubted.delete(accountRegionId)
    const known = this.#known.get(accountRegionId)
    if (known === undefined || known.outage === null) return
    await this.#pool.query(ANSWERED, [accountRegionId])
    this.#known.set(accountRegionId, { outage: null, readMs: performance.now() })
  }
}
