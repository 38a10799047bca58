import type {
  GetAccountSettingsCommandOutput,
  GetFunctionConcurrencyCommandInput,
  GetFunctionConcurrencyCommandOutput,
  GetFunctionScalingConfigCommandInput,
  GetFunctionScalingConfigCommandOutput,
  GetProvisionedConcurrencyConfigCommandInput,
  GetProvisionedConcurrencyConfigCommandOutput,
  ListProvisionedConcurrencyConfigsCommandInput,
  ListProvisionedConcurrencyConfigsCommandOutput,
  ProvisionedConcurrencyConfigListItem,
  ProvisionedConcurrencyStatusEnum,
} from '@aws-sdk/client-lambda'
import type { FleetFunction } from '@/simulator/fleet/types'
import {
  findFunction,
  functionArn,
  invalidParameter,
  listFleet,
  resourceNotFound,
} from '@/simulator/services/lambda/find-function'
import { pageItems } from '@/simulator/services/lambda/page-items'
import type { OperationContext, OperationHandlers } from '@/simulator/wire/operation-context'
import { ServiceError } from '@/simulator/wire/service-error'

type Answer<Output> = Omit<Output, '$metadata'>
type Provisioned = FleetFunction['provisioned'][number]

const accountConcurrency = 1000
const totalCodeSize = 80_530_636_800

/** Lambda spells its moments `2026-10-08T07:30:27.000+0000`. */
function lambdaTime(atMs: number): string {
  return new Date(atMs).toISOString().replace('Z', '+0000')
}

function describeProvisioned(config: Provisioned): ProvisionedConcurrencyConfigListItem {
  return {
    RequestedProvisionedConcurrentExecutions: config.requested,
    AvailableProvisionedConcurrentExecutions: config.available,
    AllocatedProvisionedConcurrentExecutions: config.allocated,
    // The world keeps the status as AWS's own text.
    Status: config.status as ProvisionedConcurrencyStatusEnum,
    LastModified: lambdaTime(config.lastModifiedMs),
  }
}

function getFunctionConcurrency(
  input: GetFunctionConcurrencyCommandInput,
  context: OperationContext,
): Answer<GetFunctionConcurrencyCommandOutput> {
  const { reservedConcurrency } = findFunction(input.FunctionName, context)
  return reservedConcurrency === null ? {} : { ReservedConcurrentExecutions: reservedConcurrency }
}

function listProvisionedConcurrencyConfigs(
  input: ListProvisionedConcurrencyConfigsCommandInput,
  context: OperationContext,
): Answer<ListProvisionedConcurrencyConfigsCommandOutput> {
  const fn = findFunction(input.FunctionName, context)
  const page = pageItems(
    fn.provisioned.map((config) => ({
      FunctionArn: functionArn(fn, config.qualifier),
      ...describeProvisioned(config),
    })),
    {
      operation: 'ListProvisionedConcurrencyConfigs',
      parameters: fn.name,
      marker: input.Marker,
      maxItems: input.MaxItems,
      limit: 50,
    },
    context,
  )
  return { ProvisionedConcurrencyConfigs: page.items, NextMarker: page.nextMarker }
}

function getProvisionedConcurrencyConfig(
  input: GetProvisionedConcurrencyConfigCommandInput,
  context: OperationContext,
): Answer<GetProvisionedConcurrencyConfigCommandOutput> {
  const fn = findFunction(input.FunctionName, context)
  if (!input.Qualifier) throw invalidParameter('Qualifier must be an alias or a version')
  const config = fn.provisioned.find(({ qualifier }) => qualifier === input.Qualifier)
  if (config) return describeProvisioned(config)
  const message = 'No Provisioned Concurrency Config found for this function'
  throw new ServiceError('ProvisionedConcurrencyConfigNotFoundException', message, 404, { members: { Type: 'User' } })
}

function getFunctionScalingConfig(
  input: GetFunctionScalingConfigCommandInput,
  context: OperationContext,
): Answer<GetFunctionScalingConfigCommandOutput> {
  const fn = findFunction(input.FunctionName, context)
  const arn = functionArn(fn, input.Qualifier)
  if (!fn.versions.some(({ version }) => version === input.Qualifier))
    throw resourceNotFound(`Function not found: ${arn}`)
  const config = fn.scaling.find(({ version }) => version === input.Qualifier)
  if (!config) throw invalidParameter('The function does not run on Lambda Managed Instances.')
  const bounds = { MinExecutionEnvironments: config.min, MaxExecutionEnvironments: config.max }
  return { FunctionArn: arn, AppliedFunctionScalingConfig: bounds, RequestedFunctionScalingConfig: bounds }
}

function getAccountSettings(_input: object, context: OperationContext): Answer<GetAccountSettingsCommandOutput> {
  const fleet = listFleet(context)
  const reserved = fleet.reduce((sum, fn) => sum + (fn.reservedConcurrency ?? 0), 0)
  const codeSize = fleet.reduce((sum, fn) => sum + Number(fn.configuration.CodeSize ?? 0) * (1 + fn.versions.length), 0)
  return {
    AccountLimit: {
      TotalCodeSize: totalCodeSize,
      CodeSizeUnzipped: 262_144_000,
      CodeSizeZipped: 52_428_800,
      ConcurrentExecutions: accountConcurrency,
      UnreservedConcurrentExecutions: accountConcurrency - reserved,
    },
    AccountUsage: { TotalCodeSize: codeSize, FunctionCount: fleet.length },
  }
}

export const concurrencyHandlers: OperationHandlers = {
  GetFunctionConcurrency: getFunctionConcurrency,
  ListProvisionedConcurrencyConfigs: listProvisionedConcurrencyConfigs,
  GetProvisionedConcurrencyConfig: getProvisionedConcurrencyConfig,
  GetFunctionScalingConfig: getFunctionScalingConfig,
  GetAccountSettings: getAccountSettings,
}
