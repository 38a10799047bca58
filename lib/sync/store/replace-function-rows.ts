import type pg from 'pg'

/** A small table keyed by function and `key`. keepsGone: rows that vanished are marked, because history names them. */
export type FunctionTable = {
  table: string
  key: string
  columns: Readonly<Record<string, string>>
  keepsGone?: boolean
}

/**
 * Makes the rows of one function be exactly these: the whole answer of AWS. One statement, so that nobody sees half of it.
 * Rows are objects by column name.
 */
export async function replaceFunctionRows(
  client: pg.ClientBase,
  { table, key, columns, keepsGone = false }: FunctionTable,
  functionId: number,
  nowMs: number,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  const names = Object.keys(columns)
  const types = Object.entries(columns).map(([name, type]) => `${name} ${type}`)
  const updates = [...names.filter((name) => name !== key), 'seen_at'].map((name) => `${name} = excluded.${name}`)
  if (keepsGone) updates.push('gone_at = NULL')
  const vanished = `function_id = $1 AND NOT EXISTS (SELECT 1 FROM answered a WHERE a.${key} = t.${key})`
  const remove = keepsGone
    ? `UPDATE ${table} t SET gone_at = $3 WHERE ${vanished} AND gone_at IS NULL`
    : `DELETE FROM ${table} t WHERE ${vanished}`
  await client.query(
    `WITH answered AS (
       SELECT DISTINCT ON (${key}) ${names.join(', ')} FROM jsonb_to_recordset($2::jsonb) AS r(${types.join(', ')})
     ), removed AS (${remove})
     INSERT INTO ${table} (function_id, ${names.join(', ')}, seen_at)
     SELECT $1::int4, ${names.join(', ')}, $3::timestamptz FROM answered
     ON CONFLICT (function_id, ${key}) DO UPDATE SET ${updates.join(', ')}`,
    [functionId, JSON.stringify(rows), new Date(nowMs)],
  )
}
