import type { BucketPace } from '@/lib/sync/aws/bucket-pace'

/** Of the pace of an API, what reading old history may use at most. */
export const BACKFILL_SHARE = 0.6

/** A call for old history takes its turn twice: among its like at their share of the pace, then among all. */
export function paceBackfill(share: BucketPace, whole: BucketPace): BucketPace {
  return {
    async take(signal) {
      await share.take(signal)
      await whole.take(signal)
    },
    answered() {
      share.answered()
      whole.answered()
    },
    async throttled() {
      await share.throttled()
      await whole.throttled()
    },
  }
}
