import { hash } from 'node:crypto'
import type { IssueIdentity } from '@/lib/domain/issues/identify-issue'

/** What an issue is found by: a hash of its key, the same in every process and database, and in SQL. */
export function issueFingerprint({ key }: IssueIdentity): Buffer {
  return hash('sha256', key, 'buffer')
}
