import type { PartitionedTable } from '@/lib/sync/store/ensure-partitions'

/**
 * The partition by day (UTC) in which the whole of a range lies, which must exist; of a range over midnight, the table.
 * COPY looks for the partition of each row and copies each row once more when it is given the table.
 */
export function partitionOf(table: PartitionedTable, { fromMs, toMs }: { fromMs: number; toMs: number }): string {
  const [day, lastDay] = [fromMs, toMs].map((ms) => new Date(ms).toISOString().slice(0, 10))
  return day === lastDay ? `${table}_${day?.replaceAll('-', '')}` : table
}
