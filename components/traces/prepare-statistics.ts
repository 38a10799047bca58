import type { FigureColumn, OrderValue } from '@/components/ui/figure-order'
import type { OperationStats } from '@/lib/contracts/trace-tools'
import { formatCount, formatDuration, formatPercent } from '@/lib/domain/format'

export const STATISTICS_COLUMNS: readonly FigureColumn[] = [
  { label: 'Operation', width: 220 },
  { label: 'Service', width: 200, wideOnly: true },
  { label: 'Count', number: true, width: 70 },
  { label: 'Errors', number: true, width: 76, wideOnly: true, title: '4xx other than 429' },
  { label: 'Faults', number: true, width: 76, wideOnly: true, title: '5xx' },
  { label: 'Throttles', number: true, width: 88, wideOnly: true, title: '429' },
  { label: 'Self', number: true, width: 88, title: 'Time in which none of their children ran, all together' },
  { label: 'Total', number: true, width: 88, wideOnly: true, title: 'Time from start to end, all together' },
  { label: 'Average', number: true, width: 88, wideOnly: true },
  { label: 'p50', number: true, width: 80, wideOnly: true },
  { label: 'p95', number: true, width: 80, wideOnly: true },
  {
    label: 'Share',
    number: true,
    width: 80,
    title: 'The part of the trace’s duration in which at least one of them ran',
  },
]

export type StatisticsRow = { key: string; name: string; texts: readonly string[]; values: readonly OrderValue[] }

/** How an operation stands in a URL. */
export function operationKey({ service, type, name, operation }: OperationStats): string {
  return [service, type, name, operation ?? ''].join('|')
}

/** An operation as its row says it: what was called, and how. */
export function operationName({ name, operation }: { name: string; operation: string | null }): string {
  return operation === null ? name : `${name} ${operation}`
}

/** The rows of the statistics of a trace: texts without the first cell, which leads to the spans. */
export function prepareStatistics(items: readonly OperationStats[]): StatisticsRow[] {
  return items.map((item) => {
    const { count, errors, faults, throttles, selfMs, totalMs, averageMs, p50Ms, p95Ms, share } = item
    const name = operationName(item)
    const service = `${item.service} · ${item.type.replace(/^AWS::/, '').replaceAll('::', ' ')}`
    return {
      key: operationKey(item),
      name,
      texts: [
        service,
        ...[count, errors, faults, throttles].map(formatCount),
        ...[selfMs, totalMs, averageMs, p50Ms, p95Ms].map(formatDuration),
        formatPercent(share),
      ],
      values: [
        ...[name, service, count, errors, faults, throttles],
        ...[selfMs, totalMs, averageMs, p50Ms, p95Ms, share],
      ],
    }
  })
}
