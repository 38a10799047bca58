import { type FailedInvocation, identifyIssue } from '@/lib/domain/issues/identify-issue'
import { type Db, selectRows } from '@/lib/server/db'
import { issueFingerprint } from '@/lib/server/issue-fingerprint'

const SQL = `select id from issue where fingerprint = any($1) order by array_position($1, fingerprint) limit 1`

/** The ID of the issue that a failed invocation belongs to; null when it did not fail, or is not grouped yet. */
export async function findIssueOf(db: Db, failed: FailedInvocation): Promise<string | null> {
  // One of very many messages of a function may have been grouped without its message.
  const identities = [identifyIssue(failed), identifyIssue({ ...failed, errorMessage: null })]
  const fingerprints = identities.flatMap((identity) => (identity === null ? [] : [issueFingerprint(identity)]))
  if (fingerprints.length === 0) return null
  const [row] = await selectRows<{ id: number }>(db.pool, SQL, [fingerprints])
  return row === undefined ? null : String(row.id)
}
