import type pg from 'pg'
import { selectRows } from '@/lib/server/db'

export type BillLine = { operation: string; calls: number; billedUnits: number; mostUnits: number }

const METERED = `
  SELECT operation, sum(calls)::int AS calls, sum(billed_units)::int AS units FROM api_usage GROUP BY operation`

/**
 * By how much our own count and the simulator's bill differ, more and less added up over all operations: in calls, and in
 * units, counted as so many of the operation's dearest call.
 */
export async function compareMeter(
  pool: pg.Pool,
  bill: readonly BillLine[],
): Promise<{ calls: number; unitsInCalls: number }> {
  const metered = await selectRows<{ operation: string; calls: number; units: number }>(pool, METERED, [])
  const apart = { calls: 0, unitsInCalls: 0 }
  for (const operation of new Set([...metered, ...bill].map((line) => line.operation))) {
    const own = metered.find((line) => line.operation === operation) ?? { calls: 0, units: 0 }
    const lines = bill.filter((line) => line.operation === operation)
    const calls = lines.reduce((sum, line) => sum + line.calls, 0)
    const units = lines.reduce((sum, line) => sum + line.billedUnits, 0)
    apart.calls += Math.abs(own.calls - calls)
    apart.unitsInCalls += Math.ceil(Math.abs(own.units - units) / Math.max(1, ...lines.map((line) => line.mostUnits)))
  }
  return apart
}
