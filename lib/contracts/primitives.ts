import * as z from 'zod/mini'

/** A moment: epoch milliseconds. */
export const AtMs = z.int()
export const Numeric = z.nullable(z.number())

/** from inclusive, to exclusive, epoch milliseconds, as they stand in a query string. */
export const WindowQuery = {
  from: z.coerce.number().check(z.int(), z.gte(0)),
  to: z.coerce.number().check(z.int(), z.gte(0)),
}

/** Tells apart functions of the same name in several accounts or regions. */
export const PlaceQuery = { accountId: z.optional(z.string()), region: z.optional(z.string()) }

export const PageQuery = {
  cursor: z.optional(z.string()),
  limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(1000)), 100),
}

/** A page of items; nextCursor is null on the last one. */
export function pageOf<Item extends z.ZodMiniType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.nullable(z.string()) })
}
