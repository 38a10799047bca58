import * as z from 'zod/mini'
import { AtMs, Numeric, PlaceQuery } from '@/lib/contracts/primitives'
import { Qualifier } from '@/lib/contracts/qualifiers'

export const FunctionDetailRequest = z.strictObject({ ...PlaceQuery })
export type FunctionDetailRequest = z.infer<typeof FunctionDetailRequest>

/** tags: null where AWS has not told them. settingsRead: whether it is known what is reserved and provisioned. */
export const FunctionDetail = z.object({
  arn: z.string(),
  name: z.string(),
  accountId: z.string(),
  region: z.string(),
  inferred: z.boolean(),
  description: z.nullable(z.string()),
  runtime: z.nullable(z.string()),
  architecture: z.nullable(z.string()),
  packageType: z.nullable(z.string()),
  memoryMb: Numeric,
  timeoutS: Numeric,
  ephemeralStorageMb: Numeric,
  state: z.nullable(z.string()),
  tracingMode: z.nullable(z.string()),
  logFormat: z.nullable(z.string()),
  systemLogLevel: z.nullable(z.string()),
  logGroupName: z.nullable(z.string()),
  snapStart: z.nullable(z.string()),
  modes: z.array(z.string()),
  tags: z.nullable(z.record(z.string(), z.string())),
  lastModifiedAtMs: z.nullable(AtMs),
  reservedConcurrency: Numeric,
  settingsRead: z.boolean(),
  provisioned: z.array(
    z.object({ qualifier: z.string(), requested: Numeric, allocated: Numeric, status: z.nullable(z.string()) }),
  ),
  qualifiers: z.array(Qualifier),
  triggers: z.array(
    z.object({
      source: z.string(),
      detail: z.nullable(z.string()),
      qualifier: z.nullable(z.string()),
      state: z.nullable(z.string()),
    }),
  ),
  destinations: z.array(
    z.object({
      kind: z.enum(['on-success', 'on-failure', 'dead-letter-queue']),
      arn: z.string(),
      qualifier: z.nullable(z.string()),
    }),
  ),
})
export type FunctionDetail = z.infer<typeof FunctionDetail>
