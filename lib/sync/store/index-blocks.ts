import type pg from 'pg'
import { buildBlockIndex } from '@/lib/server/blocks/block-index'
import { openBlock, readColumns } from '@/lib/server/blocks/log-block'
import { selectRows } from '@/lib/server/db'

const AT_ONCE = 20
const UNINDEXED = `
  SELECT log_group_id AS "logGroupId", (extract(epoch FROM hour) * 1000)::float8 AS "hourMs", part, body
  FROM log_block WHERE account_region_id = $1 AND words IS NULL LIMIT ${AT_ONCE}`
const SET_INDEX = 'UPDATE log_block SET words = $4, minutes = $5 WHERE log_group_id = $1 AND hour = $2 AND part = $3'

type Block = { logGroupId: number; hourMs: number; part: number; body: Buffer }

/** Makes some blocks searchable that were packed without an index. Answers how many; 0 when none is left. */
export async function indexBlocks(client: pg.ClientBase, accountRegionId: number): Promise<number> {
  const blocks = await selectRows<Block>(client, UNINDEXED, [accountRegionId])
  for (const { logGroupId, hourMs, part, body } of blocks) {
    const { words, minutes } = buildBlockIndex(readColumns(await openBlock(body)))
    await client.query(SET_INDEX, [logGroupId, new Date(hourMs), part, words, minutes])
  }
  return blocks.length
}
