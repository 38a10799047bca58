import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum, type SqlDriverAdapter } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { MIGRATING } from '@/lib/launch/migrations/watch-migrations'

const CHAR_OID = 18
const TEXT_OID = 25

/**
 * Prisma's adapter for Postgres as the schema engine needs it. Version 7.10 has two gaps that matter to migrations:
 * it knows no `"char"` columns (the catalogues of Postgres 18 have one in every constraint), and it runs a script cut at
 * each `;`, which breaks function bodies and takes the whole file out of its one implicit transaction.
 *
 * `onDispose` runs after the connection is closed. The pool has one connection, because the engine's advisory lock
 * belongs to a session.
 */
export async function connectMigrationAdapter(
  url: string,
  onDispose?: () => Promise<void>,
): Promise<SqlDriverAdapter & { dispose(): Promise<void> }> {
  const pool = new pg.Pool({ connectionString: url, max: 1, idleTimeoutMillis: 0, application_name: MIGRATING })
  const charColumns = relabelCharColumns(pool)
  const adapter = await new PrismaPg(pool).connect()
  const queryRaw = adapter.queryRaw.bind(adapter)
  return Object.assign(adapter, {
    async queryRaw(query: Parameters<typeof queryRaw>[0]) {
      const result = await queryRaw(query)
      for (const column of charColumns.get(result.rows) ?? []) result.columnTypes[column] = ColumnTypeEnum.Character
      return result
    },
    async executeScript(script: string) {
      try {
        await pool.query(script)
      } catch (error) {
        Reflect.get(adapter, 'onError').call(adapter, error)
      }
    },
    async dispose() {
      if (!pool.ended) await pool.end()
      await onDispose?.()
    },
  })
}

/** Presents `"char"` to the adapter as text; the answer remembers, by the rows of a result, which columns they were. */
function relabelCharColumns(pool: pg.Pool): WeakMap<object, number[]> {
  const charColumns = new WeakMap<object, number[]>()
  const query: (...args: unknown[]) => Promise<pg.QueryArrayResult> = pool.query.bind(pool)
  const relabelled = async (...args: unknown[]) => {
    const result = await query(...args)
    const columns: number[] = []
    for (const [index, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID !== CHAR_OID) continue
      field.dataTypeID = TEXT_OID
      columns.push(index)
    }
    if (columns.length > 0) charColumns.set(result.rows, columns)
    return result
  }
  Object.assign(pool, { query: relabelled })
  return charColumns
}
