/** What the pull knows of CloudWatch's metrics of a place. refused: the IAM action that is missing; null: none. */
export type MetricListing = { isListed: boolean; refused: string | null }

/**
 * Why a count is not known. nothing: CloudWatch has had no such metric for two weeks, because nothing of the kind happened.
 * not-set-up: it cannot happen as the function is set up. refused: a permission is missing. not-read: not pulled yet.
 * too-old: of what is older than two weeks, CloudWatch does not list what there was.
 */
export type CountGap = 'nothing' | 'not-set-up' | 'refused' | 'not-read' | 'too-old'

type Count = {
  value: number | null
  /** Whether CloudWatch ever listed the metric. */
  isListed: boolean
  /** Whether all of the window is answered. */
  isCovered: boolean
  /** False where the function has nothing that it could count. */
  isPossible: boolean
}

const LISTED_MS = 14 * 86_400_000

/** Why a count of a window is null; null where it is not. */
export function explainCount(count: Count, listing: MetricListing, fromMs: number, nowMs: number): CountGap | null {
  if (count.value !== null) return null
  if (count.isListed) return count.isCovered ? 'nothing' : listing.refused === null ? 'not-read' : 'refused'
  if (!count.isPossible) return 'not-set-up'
  if (listing.refused !== null) return 'refused'
  if (!listing.isListed) return 'not-read'
  return fromMs < nowMs - LISTED_MS ? 'too-old' : 'nothing'
}
