import type pg from 'pg'
import { diffFields, type FieldChange } from '@/lib/domain/diff-fields'
import { selectRows } from '@/lib/server/db'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { type ChangeKind, type FunctionChange, recordChanges } from '@/lib/sync/store/record-changes'
import { type FunctionTable, replaceFunctionRows } from '@/lib/sync/store/replace-function-rows'

type Row = Readonly<Record<string, unknown>>

/** kind: how its changes are named; compared: the columns of which a difference is a change. */
export type ComparedTable = FunctionTable & { kind: ChangeKind; compared: readonly string[] }

export type ComparedFunction = {
  id: number
  /** When all details of the function were read last, null when never: what is seen first is no change. */
  knownAtMs: number | null
}

/** Makes the rows of one function be exactly these, and keeps what changed by that. */
export async function mirrorFunctionRows(
  client: pg.ClientBase,
  table: ComparedTable,
  fn: ComparedFunction,
  { accountRegionId, nowMs, rows }: { accountRegionId: number; nowMs: number; rows: readonly Row[] },
): Promise<void> {
  const present = table.keepsGone ? 'function_id = $1 AND gone_at IS NULL' : 'function_id = $1'
  const sql = `SELECT *, (extract(epoch FROM seen_at) * 1000)::float8 AS "seenAtMs" FROM ${table.table} WHERE ${present}`
  await inTransaction(client, async () => {
    const stored = await selectRows<Row>(client, sql, [fn.id])
    await replaceFunctionRows(client, table, fn.id, nowMs, rows)
    await recordChanges(client, { accountRegionId, nowMs }, compareRows(table, fn, stored, rows))
  })
}

function compareRows(
  { kind, key, compared }: ComparedTable,
  fn: ComparedFunction,
  stored: readonly Row[],
  rows: readonly Row[],
): FunctionChange[] {
  const before = new Map(stored.map((row) => [String(row[key]), row]))
  const after = new Map(rows.map((row) => [String(row[key]), row]))
  const seenAtMs = stored.map((row) => Number(row.seenAtMs))
  const lookedAtMs = seenAtMs.length > 0 ? Math.max(...seenAtMs) : fn.knownAtMs
  if (lookedAtMs === null) return []
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((subject) => {
    const change = compareRow(before.get(subject), after.get(subject), compared)
    if (change === null) return []
    return [{ functionId: fn.id, kind, subject, ...change, statedAtMs: null, knownAfterMs: lookedAtMs }]
  })
}

/** Null when nothing differs. Of a row that came or went, the other side is null. */
function compareRow(
  before: Row | undefined,
  after: Row | undefined,
  compared: readonly string[],
): Pick<FieldChange, 'before' | 'after'> | null {
  const pick = (row: Row | undefined, names: readonly string[]) =>
    row === undefined ? null : Object.fromEntries(names.map((name) => [name, row[name] ?? null]))
  if (before === undefined || after === undefined) {
    return { before: pick(before, compared), after: pick(after, compared) }
  }
  const changed = diffFields(before, after, compared).map(({ subject }) => subject)
  return changed.length === 0 ? null : { before: pick(before, changed), after: pick(after, changed) }
}
