import type { LogGroup } from '@/simulator/fleet/types'
import type { OperationContext } from '@/simulator/wire/operation-context'
import { ServiceError } from '@/simulator/wire/service-error'

export function invalidLogsParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message)
}

/** The groups that exist by now: Lambda makes a group at the first write. */
export function listGroups({ world, region, nowMs }: OperationContext): LogGroup[] {
  if (!world.regions.includes(region)) return []
  return world.logGroups(region).filter(({ createdAtMs }) => createdAtMs <= nowMs)
}

/** Finds a group by name or ARN (exactly one of the two is given); throws AWS's errors otherwise. */
export function findLogGroup(
  input: { logGroupName?: string; logGroupIdentifier?: string },
  context: OperationContext,
): LogGroup {
  const { logGroupName, logGroupIdentifier } = input
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    throw invalidLogsParameter('Exactly one of logGroupName and logGroupIdentifier must be specified.')
  }
  const text = logGroupName ?? logGroupIdentifier ?? ''
  if (!/^[A-Za-z0-9_./#:*-]{1,2048}$/.test(text)) {
    throw invalidLogsParameter(
      `1 validation error detected: Value '${text}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+`,
    )
  }
  const name = text.replace(/^arn:[^:]+:logs:[^:]+:\d{12}:log-group:/, '').replace(/:\*$/, '')
  const group = listGroups(context).find((candidate) => candidate.name === name)
  if (!group) throw new ServiceError('ResourceNotFoundException', 'The specified log group does not exist.')
  return group
}

/** Reading events works on the Standard class only; others are for Logs Insights. */
export function findReadableGroup(
  input: { logGroupName?: string; logGroupIdentifier?: string },
  context: OperationContext,
  operation: string,
): LogGroup {
  const group = findLogGroup(input, context)
  if (group.class === 'STANDARD') return group
  throw new ServiceError(
    'InvalidOperationException',
    `${operation} is not supported for log groups of the class ${group.class}.`,
  )
}
