import * as z from 'zod/mini'
import { LAST_MOMENT_MS } from '@/lib/domain/time-range'
import { AppError } from '@/lib/server/app-error'

/** Parts of a sort key, within what Postgres takes for a moment, an int4 and a text. */
export const CursorMoment = z.int().check(z.gte(0), z.lte(LAST_MOMENT_MS))
export const CursorId = z.int().check(z.gte(0), z.lte(2 ** 31 - 1))
export const CursorText = z.string().check(z.refine((text) => !text.includes('\0')))

/** An opaque page cursor: the sort key of the last item of a page. */
export function cursorOf(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** The sort key in a cursor; null without one. Throws BAD_REQUEST for a cursor of another listing or order. */
export function parseCursor<Schema extends z.ZodMiniType>(
  cursor: string | undefined,
  schema: Schema,
): z.infer<Schema> | null {
  if (cursor === undefined) return null
  const parsed = schema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')))
  if (parsed.success) return parsed.data
  throw new AppError('BAD_REQUEST', 'cursor is not one that this listing gave. Start again without it.')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: the schema refuses undefined, which is the one place that words the error.
    return undefined
  }
}
