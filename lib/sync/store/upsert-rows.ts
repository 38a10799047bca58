import type pg from 'pg'

/** columns: name → SQL type, in JSON's reach. onConflict: SQL for a column that is not simply overwritten. */
export type TableRows = {
  table: string
  key: readonly string[]
  columns: Readonly<Record<string, string>>
  onConflict?: Readonly<Record<string, string>>
}

/**
 * Inserts rows of a small table, or overwrites those of the same key. Rows are objects by column name; a moment is ISO
 * text. On the caller's own connection, because rows of a step must be written where its lease is held. Returns the keys of the rows that are new.
 */
export async function upsertRows(
  client: pg.ClientBase,
  { table, key, columns, onConflict = {} }: TableRows,
  rows: readonly Record<string, unknown>[],
): Promise<Record<string, unknown>[]> {
  if (rows.length === 0) return []
  const names = Object.keys(columns)
  const types = Object.entries(columns).map(([name, type]) => `${name} ${type}`)
  const plain = names.filter((name) => !key.includes(name) && !(name in onConflict))
  const updates = [
    ...plain.map((name) => `${name} = excluded.${name}`),
    ...Object.entries(onConflict).map(([name, sql]) => `${name} = ${sql}`),
  ]
  const { rows: stored } = await client.query<Record<string, unknown>>(
    `INSERT INTO ${table} AS old (${names.join(', ')})
     SELECT ${names.join(', ')} FROM jsonb_to_recordset($1::jsonb) AS r(${types.join(', ')})
     ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${updates.join(', ')}
     RETURNING ${key.join(', ')}, (xmax = 0) AS inserted`,
    [JSON.stringify(lastOfEach(key, rows))],
  )
  return stored.filter(({ inserted }) => inserted)
}

/** One statement cannot change a row twice: of two rows with one key the later one counts. */
function lastOfEach(key: readonly string[], rows: readonly Record<string, unknown>[]): Record<string, unknown>[] {
  return [...new Map(rows.map((row) => [JSON.stringify(key.map((name) => row[name])), row])).values()]
}

/** A moment for upsertRows. */
export function isoTime(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString()
}
