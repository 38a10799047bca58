import type pg from 'pg'
import { type Retention, resolveRetention } from '@/lib/domain/retention'
import { selectRows } from '@/lib/server/db'

/** For how many days each kind is kept: what is set, else the default. */
export async function getRetention({ pool }: { pool: pg.Pool | pg.ClientBase }): Promise<Retention> {
  return resolveRetention(await selectRows(pool, 'select kind, days from retention', []))
}
