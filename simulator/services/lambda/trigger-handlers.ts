import type {
  AliasConfiguration,
  GetFunctionRecursionConfigCommandInput,
  GetFunctionRecursionConfigCommandOutput,
  GetPolicyCommandInput,
  GetPolicyCommandOutput,
  GetRuntimeManagementConfigCommandInput,
  GetRuntimeManagementConfigCommandOutput,
  ListAliasesCommandInput,
  ListAliasesCommandOutput,
  ListEventSourceMappingsCommandInput,
  ListEventSourceMappingsCommandOutput,
  ListFunctionEventInvokeConfigsCommandInput,
  ListFunctionEventInvokeConfigsCommandOutput,
  ListFunctionUrlConfigsCommandInput,
} from '@aws-sdk/client-lambda'
import type { FleetFunction } from '@/simulator/fleet/types'
import {
  findFunction,
  functionArn,
  listFleet,
  resourceNotFound,
  splitFunctionName,
} from '@/simulator/services/lambda/find-function'
import { pageItems } from '@/simulator/services/lambda/page-items'
import { deterministicHash } from '@/simulator/wire/deterministic-hash'
import type { OperationContext, OperationHandlers } from '@/simulator/wire/operation-context'

type Answer<Output> = Omit<Output, '$metadata'>

/** A revision ID that changes exactly when the thing it describes does. */
function revisionId(value: unknown): string {
  const text = JSON.stringify(value)
  const hex = ['a', 'b', 'c', 'd']
    .map((salt) =>
      deterministicHash(salt + text)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** The world keeps moments as epoch milliseconds, the model wants dates. */
function withDates(record: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  const dated = { ...record }
  for (const name of names) {
    const value = dated[name]
    if (typeof value === 'string') dated[name] = new Date(value)
    // Epoch seconds stay below 1e11 until the year 5138.
    if (typeof value === 'number') dated[name] = new Date(value < 1e11 ? value * 1000 : value)
  }
  return dated
}

function describeAlias(fn: FleetFunction, alias: FleetFunction['aliases'][number]): AliasConfiguration {
  const weighted = Object.keys(alias.weights).length > 0
  return {
    AliasArn: functionArn(fn, alias.name),
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.description,
    RoutingConfig: weighted ? { AdditionalVersionWeights: alias.weights } : undefined,
    RevisionId: revisionId(alias),
  }
}

function listAliases(input: ListAliasesCommandInput, context: OperationContext): Answer<ListAliasesCommandOutput> {
  const fn = findFunction(input.FunctionName, context)
  const aliases = fn.aliases.filter(
    ({ version, weights }) =>
      input.FunctionVersion === undefined || version === input.FunctionVersion || input.FunctionVersion in weights,
  )
  const page = pageItems(
    aliases.map((alias) => describeAlias(fn, alias)),
    {
      operation: 'ListAliases',
      parameters: [fn.name, input.FunctionVersion ?? null],
      marker: input.Marker,
      maxItems: input.MaxItems,
      limit: 50,
    },
    context,
  )
  return { Aliases: page.items, NextMarker: page.nextMarker }
}

function listEventSourceMappings(
  input: ListEventSourceMappingsCommandInput,
  context: OperationContext,
): Answer<ListEventSourceMappingsCommandOutput> {
  const fleet = input.FunctionName === undefined ? listFleet(context) : [findFunction(input.FunctionName, context)]
  const mappings = fleet
    .flatMap((fn) => fn.eventSourceMappings)
    .filter((mapping) => input.EventSourceArn === undefined || mapping.EventSourceArn === input.EventSourceArn)
  const page = pageItems(
    mappings.map((mapping) => withDates(mapping, ['LastModified', 'StartingPositionTimestamp'])),
    {
      operation: 'ListEventSourceMappings',
      parameters: [input.FunctionName ?? null, input.EventSourceArn ?? null],
      marker: input.Marker,
      maxItems: input.MaxItems,
      limit: 100,
    },
    context,
  )
  return { EventSourceMappings: page.items, NextMarker: page.nextMarker }
}

function getPolicy(input: GetPolicyCommandInput, context: OperationContext): Answer<GetPolicyCommandOutput> {
  const fn = findFunction(input.FunctionName, context)
  const qualifier = input.Qualifier ?? splitFunctionName(input.FunctionName ?? '').qualifier ?? null
  const policy = fn.policies.find((candidate) => candidate.qualifier === qualifier)
  if (!policy) throw resourceNotFound('The resource you requested does not exist.')
  return { Policy: JSON.stringify(policy.document), RevisionId: revisionId(policy.document) }
}

function listFunctionEventInvokeConfigs(
  input: ListFunctionEventInvokeConfigsCommandInput,
  context: OperationContext,
): Answer<ListFunctionEventInvokeConfigsCommandOutput> {
  const fn = findFunction(input.FunctionName, context)
  const page = pageItems(
    fn.eventInvokeConfigs.map((config) => withDates(config, ['LastModified'])),
    {
      operation: 'ListFunctionEventInvokeConfigs',
      parameters: fn.name,
      marker: input.Marker,
      maxItems: input.MaxItems,
      limit: 50,
    },
    context,
  )
  return { FunctionEventInvokeConfigs: page.items, NextMarker: page.nextMarker }
}

function listFunctionUrlConfigs(input: ListFunctionUrlConfigsCommandInput, context: OperationContext): object {
  const fn = findFunction(input.FunctionName, context)
  const page = pageItems(
    fn.urls,
    {
      operation: 'ListFunctionUrlConfigs',
      parameters: fn.name,
      marker: input.Marker,
      maxItems: input.MaxItems,
      limit: 50,
    },
    context,
  )
  return { FunctionUrlConfigs: page.items, NextMarker: page.nextMarker }
}

function getFunctionRecursionConfig(
  input: GetFunctionRecursionConfigCommandInput,
  context: OperationContext,
): Answer<GetFunctionRecursionConfigCommandOutput> {
  return { RecursiveLoop: findFunction(input.FunctionName, context).recursiveLoop }
}

function getRuntimeManagementConfig(
  input: GetRuntimeManagementConfigCommandInput,
  context: OperationContext,
): Answer<GetRuntimeManagementConfigCommandOutput> {
  const fn = findFunction(input.FunctionName, context)
  const { updateRuntimeOn, runtimeVersionArn } = fn
  const kept = updateRuntimeOn === 'Manual' && runtimeVersionArn !== null
  return {
    UpdateRuntimeOn: updateRuntimeOn,
    FunctionArn: functionArn(fn),
    ...(kept ? { RuntimeVersionArn: runtimeVersionArn } : {}),
  }
}

export const triggerHandlers: OperationHandlers = {
  ListAliases: listAliases,
  ListEventSourceMappings: listEventSourceMappings,
  GetPolicy: getPolicy,
  ListFunctionEventInvokeConfigs: listFunctionEventInvokeConfigs,
  ListFunctionUrlConfigs: listFunctionUrlConfigs,
  GetFunctionRecursionConfig: getFunctionRecursionConfig,
  GetRuntimeManagementConfig: getRuntimeManagementConfig,
}
