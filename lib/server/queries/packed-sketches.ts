import { mergePackedSketches } from '@/lib/domain/merged-sketch'
import type { Sketch } from '@/lib/domain/sketch'

/**
 * SQL of the sketches of a group as one value, each behind its length: a row for each would cost more than its content, and
 * Postgres's own form of bytes half as much again.
 */
export function packSketches(column: string): string {
  return `encode(string_agg(int4send(octet_length(${column})) || ${column}, ''::bytea), 'base64')`
}

/** The sketch of all that packSketches selected. */
export function unpackSketches(packed: string): Sketch {
  return mergePackedSketches(Buffer.from(packed, 'base64'))
}
