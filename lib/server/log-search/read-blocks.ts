import type { LogQuery } from '@/lib/domain/logs/search/log-query'
import { openBlock, readColumns } from '@/lib/server/blocks/log-block'
import { type Db, selectRows } from '@/lib/server/db'
import { blockCondition, FILTER } from '@/lib/server/log-search/block-condition'
import type { FoundLine } from '@/lib/server/log-search/found-line'
import type { LogScope } from '@/lib/server/log-search/log-scope'

/** A block that may hold lines of a query, by its key, and the times between which its lines are. */
export type FoundBlock = {
  logGroupId: number
  hourMs: number
  part: number
  fromMs: number
  toMs: number
  lines: number
}

const HOUR_MS = 3_600_000
const COLUMNS = `
  b.log_group_id AS "logGroupId", (extract(epoch FROM b.hour) * 1000)::float8 AS "hourMs", b.part, b.lines,
  (extract(epoch FROM b.from_at) * 1000)::float8 AS "fromMs", (extract(epoch FROM b.to_at) * 1000)::float8 AS "toMs"`
const BODIES = `
  SELECT k.turn::int4 AS turn, b.body FROM unnest($1::int4[], $2::timestamptz[], $3::int4[]) WITH ORDINALITY AS k(log_group_id, hour, part, turn)
    JOIN log_block b USING (log_group_id, hour, part) ORDER BY k.turn`

/** The blocks with lines from one moment to before another that may meet the query, the newest first. */
export function findBlocks(
  db: Db,
  scope: LogScope,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<FoundBlock[]> {
  const values: unknown[] = [new Date(fromMs), new Date(toMs), new Date(Math.floor(fromMs / HOUR_MS) * HOUR_MS)]
  const add = (value: unknown) => `$${values.push(value)}`
  const place = scope.placeIds === null ? '' : `AND account_region_id = ANY(${add(scope.placeIds)}::int4[])`
  const condition = blockCondition(scope, add)
  // The filter is not read at all where nothing asks for it.
  return selectRows<FoundBlock>(
    db.pool,
    `SELECT ${COLUMNS} FROM (
       SELECT *, ${FILTER} FROM log_block
       WHERE hour >= $3 AND hour < $2 AND from_at < $2 AND to_at >= $1 ${place} OFFSET 0) AS b
     WHERE ${condition ?? 'true'} ORDER BY b.to_at DESC, b.log_group_id, b.hour, b.part`,
    values,
  )
}

/** The lines of these blocks, those left out that do not hold a text that every line of the query does. */
export async function readBlocks(db: Db, blocks: readonly FoundBlock[], query: LogQuery): Promise<FoundLine[]> {
  return (await readLinesByBlock(db, blocks, query)).flat()
}

/** The same in a list for each block; an empty one where the block has none, or is no longer there. */
export async function readLinesByBlock(db: Db, blocks: readonly FoundBlock[], query: LogQuery): Promise<FoundLine[][]> {
  const rows = await selectRows<{ turn: number; body: Buffer }>(db.pool, BODIES, [
    blocks.map(({ logGroupId }) => logGroupId),
    blocks.map(({ hourMs }) => new Date(hourMs)),
    blocks.map(({ part }) => part),
  ])
  const texts = textsOf(query).map((text) => Buffer.from(text))
  const lists: FoundLine[][] = blocks.map(() => [])
  await Promise.all(
    rows.map(async ({ turn, body }) => {
      const columns = await openBlock(body)
      if (texts.every((text) => columns.includes(text))) lists[turn - 1] = readColumns(columns)
    }),
  )
  return lists
}

/** Texts that every line that meets the query holds as they are. */
function textsOf(query: LogQuery): string[] {
  if (query.kind === 'text') return [...query.pieces]
  return query.kind === 'and' ? query.parts.flatMap(textsOf) : []
}
