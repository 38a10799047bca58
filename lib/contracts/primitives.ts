import * as z from 'zod/mini'
import { LAST_MOMENT_MS } from '@/lib/domain/time-range'

/** A moment: epoch milliseconds. */
export const AtMs = z.int()
export const Numeric = z.nullable(z.number())

const QueryMoment = z.coerce.number().check(z.int(), z.gte(0), z.lte(LAST_MOMENT_MS))

/** from inclusive, to exclusive, epoch milliseconds, as they stand in a query string. */
export const WindowQuery = { from: QueryMoment, to: QueryMoment }

/** Tells apart functions of the same name in several accounts or regions. */
export const PlaceQuery = { accountId: z.optional(z.string()), region: z.optional(z.string()) }

/**
 * Narrows to accounts and regions. accountId and region may be lists parted by commas, of which every pair counts; places
 * names pairs, such as 111122223333/eu-west-1,444455556666/us-east-1. What is asked for meets all of them.
 */
export const ScopeQuery = {
  ...PlaceQuery,
  places: z.optional(z.string().check(z.regex(/^[^/,]+\/[^/,]+(,[^/,]+\/[^/,]+)*$/))),
}

export const PageQuery = {
  cursor: z.optional(z.string()),
  limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(1000)), 100),
}

/** A page of items; nextCursor is null on the last one. */
export function pageOf<Item extends z.ZodMiniType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.nullable(z.string()) })
}
