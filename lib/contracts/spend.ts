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
