import type { ApiRefusal, SyncSource } from '@/lib/contracts/sync'
import { OPERATIONS } from '@/lib/domain/source-operations'

export const SOURCE_WORDS: Record<SyncSource['kind'], { title: string; from: string; unit: string }> = {
  inventory: { title: 'Inventory', from: 'Lambda', unit: 'functions' },
  metrics: { title: 'Metrics', from: 'CloudWatch', unit: 'functions' },
  logs: { title: 'Logs', from: 'CloudWatch Logs', unit: 'log groups' },
  traces: { title: 'Traces', from: 'X-Ray', unit: 'windows' },
}

/** The rest is rounding. */
const COMPLETE_SHARE = 0.999

/** "12 of 40 log groups"; null when there is nothing to count. */
export function describeProgress({ kind, done, total }: SyncSource): string | null {
  if (total === null || total < 2) return null
  return `${done ?? 0} of ${total} ${SOURCE_WORDS[kind].unit}`
}

/** "about 12 min left"; null where there is no history to read. */
export function describeLeft({ backfill, backfillShare }: SyncSource): string | null {
  if (backfill === null) return null
  if (backfill.paused) return 'History paused'
  if (backfillShare !== null && backfillShare >= COMPLETE_SHARE) return 'History complete'
  return backfill.leftMs === null ? 'History follows' : `about ${formatRough(backfill.leftMs)} left`
}

/** An estimate in one unit. */
function formatRough(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000))
  if (minutes < 90) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`
}

/** Share of the wanted history that is stored, 0 to 1; null when it has no start. */
export function coveredShare(source: SyncSource, nowMs: number): number | null {
  if (source.backfillShare !== null) return Math.max(0, Math.min(1, source.backfillShare))
  const { coveredFromMs, targetFromMs } = source
  if (coveredFromMs === null || targetFromMs === null || nowMs <= targetFromMs) return null
  return Math.max(0, Math.min(1, (nowMs - coveredFromMs) / (nowMs - targetFromMs)))
}

/** Why a source did not answer, and the IAM action that it lacks most: its own, of its own account and region. */
export function describeRefusal(source: SyncSource, refusals: readonly ApiRefusal[]): string {
  const { kind, accountId, region, detail, state } = source
  const here = refusals.filter((one) => one.accountId === accountId && one.region === region && one.state === 'denied')
  const actions = OPERATIONS[kind].map((name) => here.find(({ operation }) => operation === name)?.iamAction)
  const lacking = actions.find((one) => typeof one === 'string')
  const action = lacking === undefined ? '' : ` Allow ${lacking} and it is asked again by itself.`
  return `${SOURCE_WORDS[kind].from} did not answer in ${region}: ${(detail ?? state).replace(/\.$/, '')}.${action}`
}
