import * as z from 'zod/mini'
import { WindowQuery } from '@/lib/contracts/primitives'

export const SpendRequest = z.strictObject({ ...WindowQuery })
export type SpendRequest = z.infer<typeof SpendRequest>

export const SpendResponse = z.object({
  totalUsd: z.number(),
  calls: z.int(),
  byApi: z.array(
    z.object({
      accountId: z.string(),
      region: z.string(),
      service: z.string(),
      operation: z.string(),
      calls: z.int(),
      billedUnits: z.int(),
      usd: z.number(),
    }),
  ),
})
export type SpendResponse = z.infer<typeof SpendResponse>

export const FunctionSpendRequest = z.strictObject({ ...WindowQuery })
export type FunctionSpendRequest = z.infer<typeof FunctionSpendRequest>

const Sums = { calls: z.number(), usd: z.number() }

/** calls: one that asks for several functions at once counts for each by what is asked for it, and so do its dollars. */
export const FunctionSpend = z.object({
  ...{ functionName: z.string(), accountId: z.string(), region: z.string() },
  ...Sums,
})
export type FunctionSpend = z.infer<typeof FunctionSpend>

/**
 * Of the UTC days that hold the window. functions: dearest first, 100 at most; others: the rest of them. shared: what
 * serves all functions, or none, and all of days more than 92 before today. Together they are all calls of these days.
 */
export const FunctionSpendResponse = z.object({
  functions: z.array(FunctionSpend),
  others: z.object({ functions: z.int(), ...Sums }),
  shared: z.object(Sums),
})
export type FunctionSpendResponse = z.infer<typeof FunctionSpendResponse>
