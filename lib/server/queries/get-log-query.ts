import type { LogQueryResult } from '@/lib/contracts/log-queries'
import { AppError } from '@/lib/server/app-error'
import { type Db, selectRows } from '@/lib/server/db'
import { scanPrice } from '@/lib/server/log-query-price'

type Row = Pick<LogQueryResult, 'id' | 'detail' | 'query' | 'logGroup' | 'scannedBytes'> & {
  state: string
  found: Pick<LogQueryResult, 'fields' | 'rows'> | null
}

const SQL = `
  SELECT id, state, detail, query, log_group AS "logGroup", scanned_bytes::float8 AS "scannedBytes", rows AS found
  FROM log_query WHERE id = $1`

/** A Logs Insights query that somebody asked for, with its rows once it is complete. Throws NOT_FOUND a day after it was asked. */
export async function getLogQuery(db: Db, id: string): Promise<LogQueryResult> {
  const [row] = await selectRows<Row>(db.pool, SQL, [id])
  if (row === undefined) throw new AppError('NOT_FOUND', 'This query is not kept any more. Ask it again.')
  const { state, found, scannedBytes, ...rest } = row
  return {
    ...rest,
    state: stateOf(state),
    fields: found?.fields ?? [],
    rows: found?.rows ?? [],
    scannedBytes,
    usd: scannedBytes === null ? null : scannedBytes * scanPrice(),
  }
}

function stateOf(state: string): LogQueryResult['state'] {
  if (state === 'waiting' || state === 'complete' || state === 'failed') return state
  return 'running'
}
