import type { FunctionShare } from '@/lib/server/meter'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'

/** The same way in for calls of one function alone, which are counted as its own too. null: for what serves several. */
export function ofFunction(aws: AwsAccess, functionId: number | null): AwsAccess {
  return {
    ...aws,
    functionId,
    // Calls are those of the run, whoever they are for.
    get calls() {
      return aws.calls
    },
    set calls(calls) {
      aws.calls = calls
    },
  }
}

/** Whose the calls of this way in are. */
export function functionsOf({ functionId }: Pick<AwsAccess, 'functionId'>): FunctionShare[] {
  return functionId === undefined || functionId === null ? [] : [{ functionId, share: 1 }]
}
