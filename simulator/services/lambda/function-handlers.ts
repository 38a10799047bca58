import type {
  GetFunctionCommandInput,
  GetFunctionCommandOutput,
  GetFunctionConfigurationCommandInput,
  ListFunctionsCommandInput,
  ListFunctionsCommandOutput,
  ListVersionsByFunctionCommandInput,
  ListVersionsByFunctionCommandOutput,
} from '@aws-sdk/client-lambda'
import type { FleetFunction } from '@/simulator/fleet/types'
import {
  findFunction,
  functionArn,
  invalidParameter,
  listedConfiguration,
  listFleet,
  resolveConfiguration,
  splitFunctionName,
} from '@/simulator/services/lambda/find-function'
import { pageItems } from '@/simulator/services/lambda/page-items'
import type { OperationContext, OperationHandlers } from '@/simulator/wire/operation-context'

type Answer<Output> = Omit<Output, '$metadata'>

function listLatest(fn: FleetFunction): Record<string, unknown> {
  return listedConfiguration(resolveConfiguration(fn, undefined).configuration)
}

/** $LATEST first (its ARN then carries the qualifier as well), then every published version. */
function listVersions(fn: FleetFunction): Record<string, unknown>[] {
  const numbers = fn.versions.map(({ version }) => version)
  return ['$LATEST', ...numbers].map((version) => listedConfiguration(resolveConfiguration(fn, version).configuration))
}

function listFunctions(
  input: ListFunctionsCommandInput,
  context: OperationContext,
): Answer<ListFunctionsCommandOutput> {
  if (input.FunctionVersion !== undefined && input.FunctionVersion !== 'ALL') {
    throw invalidParameter(
      `1 validation error detected: Value '${input.FunctionVersion}' at 'functionVersion' failed to satisfy constraint: Member must satisfy enum value set: [ALL]`,
    )
  }
  const fleet = listFleet(context)
  const items = input.FunctionVersion === 'ALL' ? fleet.flatMap(listVersions) : fleet.map(listLatest)
  const page = pageItems(
    items,
    {
      operation: 'ListFunctions',
      parameters: input.FunctionVersion ?? null,
      marker: input.Marker,
      maxItems: input.MaxItems,
      limit: 50,
    },
    context,
  )
  return { Functions: page.items, NextMarker: page.nextMarker }
}

function listVersionsByFunction(
  input: ListVersionsByFunctionCommandInput,
  context: OperationContext,
): Answer<ListVersionsByFunctionCommandOutput> {
  const fn = findFunction(input.FunctionName, context)
  const page = pageItems(
    listVersions(fn),
    {
      operation: 'ListVersionsByFunction',
      parameters: fn.name,
      marker: input.Marker,
      maxItems: input.MaxItems,
      limit: 50,
    },
    context,
  )
  return { Versions: page.items, NextMarker: page.nextMarker }
}

function getFunction(input: GetFunctionCommandInput, context: OperationContext): Answer<GetFunctionCommandOutput> {
  const fn = findFunction(input.FunctionName, context)
  const qualifier = input.Qualifier ?? splitFunctionName(input.FunctionName ?? '').qualifier
  const { configuration, version } = resolveConfiguration(fn, qualifier)
  const isImage = configuration.PackageType === 'Image'
  const repository = `${fn.accountId}.dkr.ecr.${fn.region}.amazonaws.com/${fn.name}`
  const digest = String(configuration.CodeSha256 ?? '')
  return {
    Configuration: configuration,
    Code: isImage
      ? { RepositoryType: 'ECR', ImageUri: `${repository}:latest`, ResolvedImageUri: `${repository}@sha256:${digest}` }
      : {
          RepositoryType: 'S3',
          Location: `https://awslambda-${fn.region}-tasks.s3.${fn.region}.amazonaws.com/snapshots/${fn.accountId}/${fn.name}-${version}?X-Amz-Expires=600`,
        },
    // AWS leaves Tags out when there are none, and never shows any for a version or an alias.
    Tags: Object.keys(fn.tags).length > 0 ? fn.tags : undefined,
    Concurrency: fn.reservedConcurrency === null ? undefined : { ReservedConcurrentExecutions: fn.reservedConcurrency },
  }
}

function getFunctionConfiguration(input: GetFunctionConfigurationCommandInput, context: OperationContext): object {
  const fn = findFunction(input.FunctionName, context)
  return resolveConfiguration(fn, input.Qualifier ?? splitFunctionName(input.FunctionName ?? '').qualifier)
    .configuration
}

function listTags({ Resource: resource = '' }: { Resource?: string }, context: OperationContext): object {
  const fn = findFunction(resource, context)
  if (resource !== functionArn(fn)) throw invalidParameter(`${resource} is not a function's ARN`)
  return { Tags: fn.tags }
}

export const functionHandlers: OperationHandlers = {
  ListFunctions: listFunctions,
  ListVersionsByFunction: listVersionsByFunction,
  GetFunction: getFunction,
  GetFunctionConfiguration: getFunctionConfiguration,
  ListTags: listTags,
}
