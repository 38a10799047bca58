import { type Db, selectRows } from '@/lib/server/db'

/** Whether someone can sign in with a password, by e-mail. */
export async function hasPassword(db: Db, email: string): Promise<boolean> {
  const sql = `select 1 from account a join "user" u on u.id = a.user_id
    where u.email = $1 and a.provider_id = 'credential' and a.password is not null limit 1`
  return (await selectRows(db.pool, sql, [email])).length > 0
}
