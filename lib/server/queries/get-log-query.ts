import type { LogQueryResult } from '@/lib/contracts/log-queries'
import { scanPrice } from '@/lib/server/api-prices'
import { AppError } from '@/lib/server/app-error'
import { type Db, selectRows } from '@/lib/server/db'

type Row = Pick<LogQueryResult, 'id' | 'detail' | 'query' | 'logGroup' | 'scannedBytes'> & {
  state: string
  region: string | null
  found: Pick<LogQueryResult, 'fields' | 'rows'> | null
}

const SQL = `
  SELECT q.id, q.state, q.detail, q.query, q.log_group AS "logGroup", q.scanned_bytes::float8 AS "scannedBytes", q.rows AS found, p.region
  FROM log_query q LEFT JOIN account_region p ON p.id = q.account_region_id WHERE q.id = $1`

/** A Logs Insights query that somebody asked for, with its rows once it is complete. Throws NOT_FOUND a day after it was asked. */
export async function getLogQuery(db: Db, id: string): Promise<LogQueryResult> {
  const [row] = await selectRows<Row>(db.pool, SQL, [id])
  if (row === undefined) throw new AppError('NOT_FOUND', 'This query is not kept any more. Ask it again.')
  const { state, found, scannedBytes, region, ...rest } = row
  return {
    ...rest,
    state: stateOf(state),
    fields: found?.fields ?? [],
    rows: found?.rows ?? [],
    scannedBytes,
    usd: scannedBytes === null ? null : scannedBytes * scanPrice(region ?? '').usd,
  }
}

function stateOf(state: string): LogQueryResult['state'] {
  if (state === 'waiting' || state === 'complete' || state === 'failed') return state
  return 'running'
}
