import type pg from 'pg'
import { diffFields } from '@/lib/domain/diff-fields'
import { selectRows } from '@/lib/server/db'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { recordChanges } from '@/lib/sync/store/record-changes'

/** Columns of lambda_function: those that one operation fills, and when it answered last. */
export type FunctionSetting = { columns: readonly string[]; answeredAt: string }

type Values = Readonly<Record<string, string | null>>
type Stored = Readonly<Record<string, unknown>> & { lookedAtMs: number | null }

/** Stores what an operation says of a function, with what changed of it since it answered last. values: by column. */
export async function storeFunctionSetting(
  client: pg.ClientBase,
  { columns, answeredAt }: FunctionSetting,
  functionId: number,
  { accountRegionId, nowMs, values }: { accountRegionId: number; nowMs: number; values: Values },
): Promise<void> {
  const select = `
    SELECT ${columns.join(', ')}, (extract(epoch FROM ${answeredAt}) * 1000)::float8 AS "lookedAtMs"
    FROM lambda_function WHERE id = $1 FOR UPDATE`
  const set = columns.map((column, at) => `${column} = $${at + 3}`).join(', ')
  const store = `UPDATE lambda_function SET ${answeredAt} = $2, ${set} WHERE id = $1`
  await inTransaction(client, async () => {
    const [stored] = await selectRows<Stored>(client, select, [functionId])
    await client.query(store, [functionId, new Date(nowMs), ...columns.map((column) => values[column] ?? null)])
    const knownAfterMs = stored?.lookedAtMs ?? null
    if (stored === undefined || knownAfterMs === null) return
    const base = { functionId, kind: 'configuration' as const, statedAtMs: null, knownAfterMs }
    const changes = diffFields(stored, values, columns).map((change) => ({ ...base, ...change }))
    await recordChanges(client, { accountRegionId, nowMs }, changes)
  })
}
