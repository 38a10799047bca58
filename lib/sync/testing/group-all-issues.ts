import type { Db } from '@/lib/server/db'
import { selectRows } from '@/lib/server/db'
import { groupIssues } from '@/lib/sync/store/group-issues'

/** Groups all that is marked, as the step does that a clock which stands still never makes due again. */
export async function groupAllIssues({ pool }: Db): Promise<void> {
  const places = await selectRows<{ id: number }>(pool, 'SELECT id FROM account_region ORDER BY id', [])
  const client = await pool.connect()
  try {
    for (const { id } of places) while ((await groupIssues(client, id, { mostHours: 20, keptFromMs: 0 })) > 0);
  } finally {
    client.release()
  }
}
