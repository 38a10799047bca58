import type { FirstBadVersion } from '@/lib/contracts/issues'
import { formatCount, formatDuration } from '@/lib/domain/format'

const READ_BEFORE_MS = 3_600_000
const LOOKED_BACK_MS = 7 * 86_400_000

/** In words whether the version of the first occurrence explains an issue. */
export function explainFirstBad(firstBad: FirstBadVersion, firstSeenMs: number): string {
  const { version, own, other, publishedAtMs, readFromMs } = firstBad
  if (readFromMs === null || firstSeenMs - readFromMs < READ_BEFORE_MS)
    return 'It was there when the reading of log lines began: an older version may have had it before.'
  const isSettled = publishedAtMs !== null && publishedAtMs < firstSeenMs - LOOKED_BACK_MS
  if (own > 0 && version === '$LATEST' && !isSettled) return explainLatest(own, publishedAtMs, firstSeenMs)
  if (own > 0)
    return `Version ${version} had run ${times(own)} without it in the seven days before. The deployment alone does not explain it: look at what else changed then.`
  const since =
    publishedAtMs === null || publishedAtMs > firstSeenMs
      ? ''
      : `, ${formatDuration(firstSeenMs - publishedAtMs)} after it was ${version === '$LATEST' ? 'modified' : 'published'}`
  const first = `It came with the first invocations of version ${version}${since}.`
  if (other === null) return `${first} Nothing else ran in the seven days before.`
  return `${first} Version ${other.version} had run ${times(other.invocations)} without it in the seven days before.`
}

/** Its code may change from one invocation to the next. */
function explainLatest(own: number, modifiedAtMs: number | null, firstSeenMs: number): string {
  const had = `$LATEST had run ${times(own)} without it in the seven days before`
  if (modifiedAtMs === null || modifiedAtMs > firstSeenMs)
    return `${had}, perhaps with other code: look at what changed of the function before it.`
  return `It came ${formatDuration(firstSeenMs - modifiedAtMs)} after $LATEST was modified last. ${had}, perhaps with the code or configuration before.`
}

function times(count: number): string {
  return count === 1 ? 'once' : `${formatCount(count)} times`
}
