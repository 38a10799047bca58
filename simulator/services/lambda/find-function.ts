import type { FleetFunction } from '@/simulator/fleet/types'
import type { OperationContext } from '@/simulator/wire/operation-context'
import { ServiceError } from '@/simulator/wire/service-error'

/** Lambda's 404; the text differs by what was asked for. */
export function resourceNotFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', message, 404, { members: { Type: 'User' } })
}

export function invalidParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message, 400, { members: { Type: 'User' } })
}

/** The functions of the region asked for; a region without a fleet has none. */
export function listFleet({ world, region, owners }: OperationContext): readonly FleetFunction[] {
  if (!world.regions.includes(region)) return []
  return world.functions(region).flatMap((fn) => owners.shown(fn) ?? [])
}

export function functionArn(fn: FleetFunction, qualifier?: string): string {
  const arn = `arn:aws:lambda:${fn.region}:${fn.accountId}:function:${fn.name}`
  return qualifier === undefined ? arn : `${arn}:${qualifier}`
}

/** Splits a name, a partial ARN (`123:function:name`) or a full ARN, each with an optional qualifier. */
export function splitFunctionName(text: string): { name: string; qualifier: string | undefined } {
  const [name = '', qualifier] = text.replace(/^(arn:[^:]+:lambda:[^:]+:)?(\d{12}:)?(function:)?/, '').split(':')
  return { name, qualifier }
}

/** Finds a function by any of its names; throws Lambda's ResourceNotFoundException. */
export function findFunction(text: string | undefined, context: OperationContext): FleetFunction {
  const { name } = splitFunctionName(text ?? '')
  const fn = listFleet(context).find((candidate) => candidate.name === name)
  if (fn) return fn
  const arn = `arn:aws:lambda:${context.region}:${context.world.accountId}:function:${name}`
  throw resourceNotFound(`Function not found: ${arn}`)
}

/** The configuration behind a qualifier as GetFunction shows it: an alias keeps its own name in the ARN. */
export function resolveConfiguration(
  fn: FleetFunction,
  qualifier: string | undefined,
): { configuration: Record<string, unknown>; version: string } {
  if (qualifier === undefined || qualifier === '$LATEST') {
    const arn = functionArn(fn, qualifier)
    return { configuration: { ...fn.configuration, FunctionArn: arn, Version: '$LATEST' }, version: '$LATEST' }
  }
  const alias = fn.aliases.find(({ name }) => name === qualifier)
  const version = fn.versions.find((candidate) => candidate.version === (alias?.version ?? qualifier))
  if (!version) throw resourceNotFound(`Function not found: ${functionArn(fn, qualifier)}`)
  return {
    configuration: { ...version.configuration, FunctionArn: functionArn(fn, qualifier), Version: version.version },
    version: version.version,
  }
}

const onlyInGet = [
  'State',
  'StateReason',
  'StateReasonCode',
  'LastUpdateStatus',
  'LastUpdateStatusReason',
  'LastUpdateStatusReasonCode',
  'RuntimeVersionConfig',
]

/** What ListFunctions and ListVersionsByFunction show: everything but the state of the deployment. */
export function listedConfiguration(configuration: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(configuration).filter(([name]) => !onlyInGet.includes(name)))
}
