import {
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionRecursionConfigCommand,
  GetPolicyCommand,
  GetProvisionedConcurrencyConfigCommand,
  GetRuntimeManagementConfigCommand,
  ListAliasesCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListFunctionsCommand,
  ListFunctionUrlConfigsCommand,
  ListProvisionedConcurrencyConfigsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  paginateListEventSourceMappings,
  paginateListFunctions,
} from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FleetFunction } from '@/simulator/fleet/types'
import { startTestAccount, type TestAccount } from '@/simulator/testing/start-test-account'

let account: TestAccount
let fleet: readonly FleetFunction[]

beforeAll(async () => {
  account = await startTestAccount({ hours: 1 })
  fleet = account.world.functions('eu-west-1')
})
afterAll(() => account.close())

function pick(test: (fn: FleetFunction) => boolean): FleetFunction {
  const fn = fleet.find(test)
  if (!fn) throw new Error('The fleet has no such function')
  return fn
}

describe('ListFunctions', () => {
  it('yields every function once however small the page', async () => {
    const names: string[] = []
    for await (const page of paginateListFunctions({ client: account.lambda, pageSize: 7 }, {})) {
      expect(page.Functions?.length).toBeLessThanOrEqual(7)
      names.push(...(page.Functions ?? []).map(({ FunctionName }) => FunctionName ?? ''))
    }
    expect(names).toEqual(fleet.map(({ name }) => name))
  })

  it('lists versions on demand, at most 50 a page, and leaves the deployment state out', async () => {
    let count = 0
    for await (const page of paginateListFunctions({ client: account.lambda }, { FunctionVersion: 'ALL' })) {
      expect(page.Functions?.length).toBeLessThanOrEqual(50)
      for (const item of page.Functions ?? []) {
        expect(item.FunctionArn).toMatch(new RegExp(`:${item.FunctionName}:(\\$LATEST|\\d+)$`))
        expect(item.State).toBeUndefined()
        count += 1
      }
    }
    expect(count).toBe(fleet.reduce((sum, fn) => sum + 1 + fn.versions.length, 0))
  })

  it('refuses a marker that it did not make, or made for another listing', async () => {
    const first = await account.lambda.send(new ListFunctionsCommand({ MaxItems: 5 }))
    await expect(account.lambda.send(new ListFunctionsCommand({ Marker: 'bm9uc2Vuc2U=' }))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    })
    await expect(
      account.lambda.send(new ListFunctionsCommand({ Marker: first.NextMarker, FunctionVersion: 'ALL' })),
    ).rejects.toMatchObject({ name: 'InvalidParameterValueException', $metadata: { httpStatusCode: 400 } })
  })
})

describe('one function', () => {
  it('shows configuration, tags and reserved concurrency in one call', async () => {
    const fn = pick(({ reservedConcurrency, tags }) => reservedConcurrency !== null && Object.keys(tags).length > 0)
    const answer = await account.lambda.send(new GetFunctionCommand({ FunctionName: fn.name }))
    expect(answer.Configuration).toMatchObject({ FunctionName: fn.name, Version: '$LATEST', State: 'Active' })
    expect(answer.Tags).toEqual(fn.tags)
    expect(answer.Concurrency).toEqual({ ReservedConcurrentExecutions: fn.reservedConcurrency })
    const concurrency = await account.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: fn.name }))
    expect(concurrency.ReservedConcurrentExecutions).toBe(fn.reservedConcurrency)
    const tags = await account.lambda.send(new ListTagsCommand({ Resource: answer.Configuration?.FunctionArn }))
    expect(tags.Tags).toEqual(fn.tags)
  })

  it('resolves an alias to the version behind it and keeps the alias in the ARN', async () => {
    const fn = pick(({ aliases }) => aliases.length > 0)
    const alias = fn.aliases[0]
    const name = `arn:aws:lambda:eu-west-1:${fn.accountId}:function:${fn.name}:${alias?.name}`
    const answer = await account.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }))
    expect(answer).toMatchObject({ FunctionArn: name, Version: alias?.version })
  })

  it('answers 404 for what does not exist', async () => {
    await expect(account.lambda.send(new GetFunctionCommand({ FunctionName: 'nowhere' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: expect.stringContaining('Function not found: arn:aws:lambda:eu-west-1:'),
      $metadata: { httpStatusCode: 404 },
    })
    const fn = pick(({ policies }) => policies.every(({ qualifier }) => qualifier !== null))
    await expect(account.lambda.send(new GetPolicyCommand({ FunctionName: fn.name }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })

  it('lists versions, aliases with weights, destinations, URLs and the loop setting', async () => {
    const fn = pick(({ aliases }) => aliases.some(({ weights }) => Object.keys(weights).length > 0))
    const versions = await account.lambda.send(new ListVersionsByFunctionCommand({ FunctionName: fn.name }))
    expect(versions.Versions?.map(({ Version }) => Version)).toEqual([
      '$LATEST',
      ...fn.versions.map(({ version }) => version),
    ])
    const { Aliases: aliases = [] } = await account.lambda.send(new ListAliasesCommand({ FunctionName: fn.name }))
    const weighted = fn.aliases.find(({ weights }) => Object.keys(weights).length > 0)
    const listed = aliases.find(({ Name }) => Name === weighted?.name)
    expect(listed?.RoutingConfig?.AdditionalVersionWeights).toEqual(weighted?.weights)
    const loop = await account.lambda.send(new GetFunctionRecursionConfigCommand({ FunctionName: fn.name }))
    expect(loop.RecursiveLoop).toBe(fn.recursiveLoop)
    const pinned = pick(({ updateRuntimeOn }) => updateRuntimeOn === 'Manual')
    const management = await account.lambda.send(new GetRuntimeManagementConfigCommand({ FunctionName: pinned.name }))
    expect(management).toMatchObject({
      UpdateRuntimeOn: 'Manual',
      RuntimeVersionArn: expect.stringMatching(/:runtime:/),
    })
    const asynchronous = pick(({ eventInvokeConfigs }) => eventInvokeConfigs.length > 0)
    const configs = await account.lambda.send(
      new ListFunctionEventInvokeConfigsCommand({ FunctionName: asynchronous.name }),
    )
    expect(configs.FunctionEventInvokeConfigs).toHaveLength(asynchronous.eventInvokeConfigs.length)
    const withUrl = pick(({ urls }) => urls.length > 0)
    const urls = await account.lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName: withUrl.name }))
    expect(urls.FunctionUrlConfigs?.[0]?.FunctionUrl).toMatch(/^https:\/\//)
  })

  it('tells provisioned concurrency from its absence', async () => {
    const fn = pick(({ provisioned }) => provisioned.length > 0)
    const list = await account.lambda.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName: fn.name }))
    expect(list.ProvisionedConcurrencyConfigs?.[0]?.FunctionArn).toMatch(`:${fn.name}:${fn.provisioned[0]?.qualifier}`)
    const one = await account.lambda.send(
      new GetProvisionedConcurrencyConfigCommand({ FunctionName: fn.name, Qualifier: fn.provisioned[0]?.qualifier }),
    )
    expect(one.RequestedProvisionedConcurrentExecutions).toBe(fn.provisioned[0]?.requested)
    await expect(
      account.lambda.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName: fn.name, Qualifier: 'none' })),
    ).rejects.toMatchObject({ name: 'ProvisionedConcurrencyConfigNotFoundException' })
  })
})

it('reads the policy as a JSON string', async () => {
  const fn = pick(({ policies }) => policies.length > 0)
  const policy = fn.policies[0]
  const answer = await account.lambda.send(
    new GetPolicyCommand({ FunctionName: fn.name, Qualifier: policy?.qualifier ?? undefined }),
  )
  expect(JSON.parse(answer.Policy ?? '')).toEqual(policy?.document)
})

it('lists all mappings of the region with real dates', async () => {
  const seen: string[] = []
  for await (const page of paginateListEventSourceMappings({ client: account.lambda, pageSize: 2 }, {})) {
    for (const mapping of page.EventSourceMappings ?? []) {
      seen.push(mapping.UUID ?? '')
      expect(mapping.LastModified?.getTime()).toBeLessThanOrEqual(account.nowMs)
    }
  }
  expect(seen).toEqual(fleet.flatMap((fn) => fn.eventSourceMappings.map(({ UUID }) => UUID)))
})

it('counts what is left unreserved', async () => {
  const { AccountLimit: limit } = await account.lambda.send(new GetAccountSettingsCommand({}))
  const reserved = fleet.reduce((sum, fn) => sum + (fn.reservedConcurrency ?? 0), 0)
  expect(limit?.UnreservedConcurrentExecutions).toBe((limit?.ConcurrentExecutions ?? 0) - reserved)
})
