import type { SyncKind } from '@/lib/domain/sync-kind'

export type BudgetPeriod = 'day' | 'month'

/** Most dollars of a UTC day or month. accountId '': all accounts together; source '': all sources together. */
export type Budget = { accountId: string; source: SyncKind | ''; period: BudgetPeriod; usd: number }

const SOURCES: Readonly<Record<string, SyncKind>> = {
  lambda: 'inventory',
  sts: 'inventory',
  cloudwatch: 'metrics',
  logs: 'logs',
  xray: 'traces',
}
/**
 * What stops first as a budget over several sources nears its end, by price for what it tells: lines that Logs Insights
 * scans ($0.005 a GB, most of it in vain), then points of CloudWatch ($0.01 for 1,000 figures, most of which log lines
 * tell too), then traces ($0.0005 for 1,000). Listings ($0.01 for 500,000 metrics) keep all of it useful and go on to the end.
 */
const STOPS_AT: Readonly<Record<string, number>> = {
  'logs:StartQuery': 0.8,
  'cloudwatch:GetMetricData': 0.9,
  'xray:GetTraceSummaries': 0.97,
  'xray:BatchGetTraces': 0.97,
}

/** The share of a budget over all sources from which on something has stopped. */
export const NEAR_SHARE = Math.min(...Object.values(STOPS_AT))

/** The source that an AWS service belongs to. */
export function sourceOfService(service: string): SyncKind | null {
  return SOURCES[service] ?? null
}

/** The services of a source; null for all of them. */
export function servicesOfSource(source: Budget['source']): string[] | null {
  return source === '' ? null : Object.keys(SOURCES).filter((service) => SOURCES[service] === source)
}

/** The dollars up to which an operation may use a budget. In one of its own source there is nothing to leave room for. */
export function usableUsd({ source, usd }: Budget, service: string, operation: string): number {
  return source === '' ? usd * (STOPS_AT[`${service}:${operation}`] ?? 1) : usd
}

/** When the budget's running period began, epoch ms (UTC). */
export function periodStartMs(period: BudgetPeriod, nowMs: number): number {
  const now = new Date(nowMs)
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), period === 'day' ? now.getUTCDate() : 1)
}

/** In words: "today's budget of $2 for metrics of account 1234". */
export function describeBudget({ accountId, source, period, usd }: Budget): string {
  const when = period === 'day' ? 'Today’s' : 'This month’s'
  const what = source === '' ? 'calls to AWS' : source
  return `${when} budget of $${usd} for ${what}${accountId === '' ? '' : ` of account ${accountId}`}`
}
