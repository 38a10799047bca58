import * as z from 'zod/mini'
import { AtMs, Numeric, PlaceQuery, pageOf } from '@/lib/contracts/primitives'

export const ListQualifiersRequest = z.strictObject({ ...PlaceQuery })
export type ListQualifiersRequest = z.infer<typeof ListQualifiersRequest>

/** weights: share of each version, adding up to 1; null for a version. $LATEST is a version. memoryMb, timeoutS: of an alias what its versions have alike, null where they differ. */
export const Qualifier = z.object({
  qualifier: z.string(),
  kind: z.enum(['version', 'alias']),
  version: z.string(),
  weights: z.nullable(z.record(z.string(), z.number())),
  codeSha256: z.nullable(z.string()),
  publishedAtMs: z.nullable(AtMs),
  memoryMb: Numeric,
  timeoutS: Numeric,
})
export type Qualifier = z.infer<typeof Qualifier>

export const ListQualifiersResponse = pageOf(Qualifier)
export type ListQualifiersResponse = z.infer<typeof ListQualifiersResponse>
