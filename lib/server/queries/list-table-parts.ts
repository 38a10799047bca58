import { type Db, selectRows } from '@/lib/server/db'

/** A table, or one of its partitions by day (YYYYMMDD). rows: Postgres's own estimate. used: whether it ever held a row. */
export type TablePart = { table: string; day: string | null; bytes: number; rows: number; used: boolean }

const SQL = `
  select t.name as table, substring(c.relname from '_([0-9]{8})$') as day, pg_total_relation_size(c.oid)::float8 as bytes,
         pg_stat_get_live_tuples(c.oid)::float8 as rows, pg_relation_size(c.oid) > 0 as used
    from (select name, name::regclass::oid as oid from unnest($1::text[]) as u(name)) t
    cross join lateral (select t.oid union all select i.inhrelid from pg_inherits i where i.inhparent = t.oid) p(oid)
    join pg_class c on c.oid = p.oid
   where c.relkind = 'r'`

/** What tables take on disk, indexes included, partition by partition. Each is looked at on disk: ask once. */
export function listTableParts(db: Db, tables: readonly string[]): Promise<TablePart[]> {
  return selectRows(db.pool, SQL, [tables])
}
