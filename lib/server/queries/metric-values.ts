const START_BYTES = 8
const ARRAY_HEADER_BYTES = 20

/**
 * SQL of one value for many rows of a series: of each its start (epoch ms) and its array as Postgres sends it. As text, so
 * many numbers would cost more to parse than to read.
 */
export function packArrays(at: string, array: string): string {
  return `string_agg(int8send((extract(epoch from ${at}) * 1000)::int8) || array_send(${array}), ''::bytea)`
}

/** leastMs inclusive, mostMs exclusive: what counts. Buckets of periodMs begin at originMs. */
export type BucketShape = { leastMs: number; mostMs: number; originMs: number; periodMs: number; isSum: boolean }

/**
 * Adds the values of packArrays' answer to their buckets: up for a sum, else the highest stays. An array divides spanMs
 * from its start on into equal periods.
 */
export function addPacked(buckets: Map<number, number>, packed: Buffer, spanMs: number, shape: BucketShape): void {
  const { leastMs, mostMs, originMs, periodMs, isSum } = shape
  for (let at = 0; at < packed.length; ) {
    const startMs = Number(packed.readBigInt64BE(at))
    const length = packed.readInt32BE(at + START_BYTES + 12)
    at += START_BYTES + ARRAY_HEADER_BYTES
    for (let index = 0; index < length; index += 1) {
      const isNull = packed.readInt32BE(at) < 0
      at += 4
      if (isNull) continue
      const value = packed.readDoubleBE(at)
      at += 8
      const atMs = startMs + (index * spanMs) / length
      if (atMs < leastMs || atMs >= mostMs) continue
      const bucket = Math.floor((atMs - originMs) / periodMs)
      const before = buckets.get(bucket)
      buckets.set(bucket, before === undefined ? value : isSum ? before + value : Math.max(before, value))
    }
  }
}
