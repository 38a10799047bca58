import type { InvocationDetail } from '@/lib/contracts/invocations'
import { keysOfRequest, parseInvocationId } from '@/lib/domain/invocation-id'
import { AppError } from '@/lib/server/app-error'
import { type Db, selectRows } from '@/lib/server/db'
import { lambdaCost, lambdaPrice } from '@/lib/server/lambda-prices'
import { findIssueOf } from '@/lib/server/queries/find-issue-of'
import {
  INVOCATION_COLUMNS,
  INVOCATION_TABLES,
  type InvocationRow,
  invocationItem,
} from '@/lib/server/queries/invocation-row'
import { listInvocationLines } from '@/lib/server/queries/list-invocation-lines'
import { listNearbyInvocations } from '@/lib/server/queries/list-nearby-invocations'

type Row = InvocationRow & {
  logGroup: string
  architecture: string | null
  functionArn: string
  errorFrame: string | null
  nextAtMs: number | null
  repeatedAtMs: number | null
  previousEndMs: number | null
}

/* The start is said as a parameter throughout: only so the planner leaves out the days that it need not look into. */
const SQL = `
  select ${INVOCATION_COLUMNS}, g.name as "logGroup", f.architecture, f.arn as "functionArn",
         i.error_frame as "errorFrame",
         (select (extract(epoch from min(n.started_at)) * 1000)::float8 from invocation n
           where n.stream_id = i.stream_id and n.started_at > $1 and n.started_at < $1::timestamptz + interval '1 day'
         ) as "nextAtMs",
         (select (extract(epoch from min(n.started_at)) * 1000)::float8 from invocation n
           where n.stream_id = i.stream_id and n.request_id = i.request_id
             and n.started_at > $1 and n.started_at < $1::timestamptz + interval '1 day') as "repeatedAtMs",
         (select (extract(epoch from max(coalesce(p.ended_at, p.started_at))) * 1000)::float8 from invocation p
           where p.stream_id = i.stream_id and p.started_at < $1 and p.started_at > $1::timestamptz - interval '1 day'
         ) as "previousEndMs"
    from ${INVOCATION_TABLES} join log_group g on g.id = s.log_group_id
   where i.started_at = $1 and i.key = decode($2, 'hex')`

/* Function by function, for which there is an index. No invocation runs longer than 15 minutes. */
const NEAREST = `
  select encode(i.key, 'hex') as key, i.started_at as "startedAt"
    from lambda_function f cross join lateral (
      select key, started_at from invocation
       where function_id = f.id and started_at between $1::timestamptz - interval '15 minutes' and $1::timestamptz + interval '15 minutes'
         and key between decode($2, 'hex') and decode($3, 'hex')) i
   order by abs(extract(epoch from i.started_at - $1)) limit 1`

/**
 * One invocation (one attempt of it) with its log lines in stream order and what ran beside it. Throws BAD_REQUEST for text that is no
 * invocation ID, NOT_FOUND when there is none (any more: stored invocations have a retention).
 */
export async function getInvocation(db: Db, id: string): Promise<InvocationDetail> {
  const parsed = parseInvocationId(id)
  if (parsed === null) {
    throw new AppError('BAD_REQUEST', `${id} is not an invocation ID. Take one from /api/functions/{name}/invocations.`)
  }
  const row = (await findRow(db, new Date(parsed.atMs), parsed.key)) ?? (await findMoved(db, parsed))
  if (row === undefined) {
    throw new AppError('NOT_FOUND', `No invocation ${id} is stored. It may be older than the retention of log lines.`)
  }
  const { logGroup, architecture, functionArn, errorFrame, nextAtMs, repeatedAtMs, previousEndMs, ...invocation } = row
  const [{ lines, truncated }, issueId, nearby] = await Promise.all([
    listInvocationLines(db, { ...invocation, nextAtMs, repeatedAtMs, previousEndMs }),
    findIssueOf(db, { ...invocation, errorFrame, functionArn }),
    listNearbyInvocations(db, invocation),
  ])
  return {
    ...invocationItem(invocation),
    logGroup,
    costUsd: costOf(invocation, architecture),
    issueId,
    lines,
    linesTruncated: truncated,
    ...nearby,
  }
}

async function findRow(db: Db, startedAt: Date, key: string): Promise<Row | undefined> {
  const [row] = await selectRows<Row>(db.pool, SQL, [startedAt, key])
  return row
}

/** What an invocation has become whose START was read after its ID was given out. */
async function findMoved(db: Db, { atMs, key }: { atMs: number; key: string }): Promise<Row | undefined> {
  const { first, last } = keysOfRequest(key)
  const [moved] = await selectRows<{ key: string; startedAt: Date }>(db.pool, NEAREST, [new Date(atMs), first, last])
  return moved && findRow(db, moved.startedAt, moved.key)
}

function costOf({ billedMs, memoryMb, region }: InvocationRow, architecture: string | null): number | null {
  if (billedMs === null || memoryMb === null) return null
  return lambdaCost(lambdaPrice(region, architecture), (memoryMb / 1024) * billedMs, 1)
}
