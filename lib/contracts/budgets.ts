import * as z from 'zod/mini'
import { AtMs } from '@/lib/contracts/primitives'

/** accountId and source null: all of them together. A period is a UTC day or month. */
const BUDGET = {
  accountId: z.nullable(z.string().check(z.regex(/^\d{12}$/))),
  source: z.nullable(z.enum(['inventory', 'metrics', 'logs', 'traces'])),
  period: z.enum(['day', 'month']),
}

/** usd null removes the budget. */
export const SaveBudgetRequest = z.strictObject({
  ...BUDGET,
  usd: z.nullable(z.number().check(z.gte(0), z.lte(1_000_000))),
})
export type SaveBudgetRequest = z.infer<typeof SaveBudgetRequest>

/**
 * state: ok; near, when what is dearest has stopped; used-up. spentUsd is that of the running period, which began at
 * sinceMs.
 */
export const BudgetsResponse = z.object({
  items: z.array(
    z.object({
      ...BUDGET,
      usd: z.number(),
      spentUsd: z.number(),
      sinceMs: AtMs,
      state: z.enum(['ok', 'near', 'used-up']),
    }),
  ),
})
export type BudgetsResponse = z.infer<typeof BudgetsResponse>
