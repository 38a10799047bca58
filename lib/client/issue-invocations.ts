import { functionPath } from '@/lib/client/function-ref'
import type { ParamPatch } from '@/lib/client/view-params'
import type { IssueItem } from '@/lib/contracts/issues'

type FailingFunction = { functionName: string; accountId: string; region: string }

/** The way to the invocations of one function that failed as an issue did: those of its class and error type. */
export function issueInvocations(
  issue: Pick<IssueItem, 'class' | 'type'>,
  { functionName, accountId, region }: FailingFunction,
  more: ParamPatch = {},
): { to: string; params: ParamPatch } {
  const of = { accountId, region, result: issue.class, errorType: issue.type }
  return { to: `${functionPath({ name: functionName })}/invocations`, params: { ...of, ...more } }
}
