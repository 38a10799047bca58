import type { IssueState, IssueStateResponse } from '@/lib/contracts/issues'
import { AppError } from '@/lib/server/app-error'
import { type Db, selectRows } from '@/lib/server/db'

const SET = `
  update issue set state = $2, state_at = $3, reopened_at = null where id = $1 and state <> $2`
const READ = `
  select id::text, state, round(date_part('epoch', state_at) * 1000) as "stateAtMs" from issue where id = $1`

/**
 * Resolves an issue (it is active again as soon as it happens after this moment), ignores it, or makes it active. Setting
 * the state that it has changes nothing. Throws NOT_FOUND.
 */
export async function setIssueState(db: Db, id: string, state: IssueState, nowMs: number): Promise<IssueStateResponse> {
  const number = /^[1-9]\d{0,8}$/.test(id) ? Number(id) : 0
  await db.pool.query(SET, [number, state, new Date(nowMs)])
  const [issue] = await selectRows<IssueStateResponse>(db.pool, READ, [number])
  if (issue === undefined) throw new AppError('NOT_FOUND', `There is no issue ${id}.`)
  return issue
}
