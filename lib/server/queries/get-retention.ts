import { type Retention, resolveRetention } from '@/lib/domain/retention'
import type { Db } from '@/lib/server/db'
import { selectRows } from '@/lib/server/db'

/** For how many days each kind is kept: what is set, else the default. */
export async function getRetention({ pool }: Pick<Db, 'pool'>): Promise<Retention> {
  return resolveRetention(await selectRows(pool, 'select kind, days from retention', []))
}
