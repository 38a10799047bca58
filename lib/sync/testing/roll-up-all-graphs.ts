import type pg from 'pg'
import { selectRows } from '@/lib/server/db'
import { rollUpGraphs } from '@/lib/sync/store/roll-up-graphs'

/** Rolls up all that is marked and over, as the step does that a clock which stands still never makes due again. */
export async function rollUpAllGraphs({ pool }: { pool: pg.Pool }, nowMs: number): Promise<void> {
  const places = await selectRows<{ id: number }>(pool, 'SELECT id FROM account_region ORDER BY id', [])
  const client = await pool.connect()
  try {
    for (const { id } of places) {
      for (let isBehind = true; isBehind; ) {
        const { slots, longer } = await rollUpGraphs(client, id, { most: 50, nowMs })
        isBehind = slots + longer > 0
      }
    }
  } finally {
    client.release()
  }
}
