import * as z from 'zod/mini'

/** An operation that AWS refuses and with which a source is read; places: where, at most three of them. */
export const ReadRefusal = z.object({
  operation: z.string(),
  iamAction: z.string(),
  places: z.array(z.object({ accountId: z.string(), region: z.string() })),
})

/**
 * How far what an answer rests on is read over the window. of: log groups, or accounts and regions; whole: those read for
 * all of it but its newest minutes; share: of the window over all of them, 0 to 1. refusal: why the rest is not read, where
 * AWS refuses it. isBeyond: the window lies before all that is to be read.
 */
export const ReadExtent = z.object({
  of: z.int(),
  whole: z.int(),
  share: z.number(),
  refusal: z.optional(ReadRefusal),
  isBeyond: z.optional(z.boolean()),
})
