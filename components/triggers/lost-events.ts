import type { CountGap, MappingDetail, TriggersResponse } from '@/lib/contracts/triggers'
import { shortArn } from '@/lib/domain/short-arn'

/** Where a mapping's failed events go. A message that failed returns to its queue, whose own redrive policy nobody tells Lambda. */
export function describeOnFailure({ source, onFailure }: Pick<MappingDetail, 'source' | 'onFailure'>): string {
  if (onFailure !== null) return shortArn(onFailure)
  return source === 'SQS' ? 'back to the queue; its redrive policy cannot be seen from here' : 'nothing is kept'
}

/** Whether asynchronous events came, and those that fail for good are kept nowhere. Events that a mapping polls are none. */
export function losesFailed({
  async,
  deadLetterArn,
  invokeConfigs,
  settingGaps,
}: Pick<TriggersResponse, 'async' | 'deadLetterArn' | 'invokeConfigs' | 'settingGaps'>): boolean {
  const isKnown = settingGaps.invokeConfigs === null && settingGaps.deadLetter === null
  const isKept = deadLetterArn !== null || invokeConfigs.some(({ onFailure }) => onFailure !== null)
  return isKnown && !isKept && (async.received ?? 0) > 0
}

/** A count that CloudWatch lists no metric of is 0; what never waited has no longest wait. */
export function countOf(
  key: keyof TriggersResponse['async'],
  value: number | null,
  gap: CountGap | null,
): number | null {
  return value === null && gap === 'nothing' && key !== 'oldestMs' ? 0 : value
}
