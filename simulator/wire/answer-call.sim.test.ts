import { DescribeExportTasksCommand } from '@aws-sdk/client-cloudwatch-logs'
import { InvokeCommand, LambdaClient, ListFunctionsCommand, ListLayersCommand } from '@aws-sdk/client-lambda'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { PutTraceSegmentsCommand } from '@aws-sdk/client-xray'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { callEachService } from '@/simulator/testing/call-each-service'
import { startTestAccount, type TestAccount } from '@/simulator/testing/start-test-account'

let account: TestAccount

beforeAll(async () => {
  account = await startTestAccount({ hours: 0 })
})
afterEach(() => account.control('DELETE', '/_faults'))
afterAll(() => account.close())

const calls = callEachService(() => account)

describe('routing', () => {
  it('takes the region from the signature', async () => {
    const west = await account.lambda.send(new ListFunctionsCommand({}))
    const client = (region: string) =>
      new LambdaClient({ endpoint: account.url, region, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } })
    const east = await client('us-east-1').send(new ListFunctionsCommand({}))
    const elsewhere = await client('ap-south-1').send(new ListFunctionsCommand({}))
    expect(west.Functions?.[0]?.FunctionArn).toContain(':eu-west-1:')
    expect(east.Functions?.[0]?.FunctionArn).toContain(':us-east-1:')
    expect(elsewhere.Functions).toEqual([])
    const unsigned = await fetch(`${account.url}/2015-03-31/functions`)
    expect(await unsigned.text()).toContain(':eu-west-1:')
  })

  it('answers in the words of each service what it does not serve', async () => {
    await expect(account.logs.send(new DescribeExportTasksCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      $metadata: { httpStatusCode: 400 },
    })
    await expect(account.lambda.send(new ListLayersCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      $metadata: { httpStatusCode: 404 },
    })
    await expect(account.lambda.send(new InvokeCommand({ FunctionName: 'x' }))).rejects.toThrow()
    await expect(account.xray.send(new PutTraceSegmentsCommand({ TraceSegmentDocuments: [] }))).rejects.toThrow()
  })

  it('speaks the query protocol for STS, errors included', async () => {
    expect(await calls.sts()).toMatchObject({ Account: account.world.accountId })
    const role = { RoleArn: 'arn:aws:iam::482915736041:role/reader', RoleSessionName: 'session' }
    const assumed = await account.sts.send(new AssumeRoleCommand(role))
    expect(assumed.Credentials?.Expiration).toEqual(new Date(account.nowMs + 3_600_000))
    await expect(account.sts.send(new AssumeRoleCommand({ ...role, RoleArn: 'nobody' }))).rejects.toMatchObject({
      name: 'ValidationError',
    })
  })

  it('gives every answer a request id', async () => {
    const answer = await calls.logs()
    expect(answer.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/)
    await account.control('POST', '/_faults', { kind: 'throttle' })
    await expect(calls.lambda()).rejects.toMatchObject({
      $metadata: { requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    })
  })

  it('refuses bodies that it cannot read', async () => {
    const response = await fetch(account.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'Logs_20140328.DescribeLogGroups' },
      body: '{"limit":',
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ __type: 'SerializationException' })
  })
})

describe('faults', () => {
  it.each([
    ['lambda', 'TooManyRequestsException', 429],
    ['logs', 'ThrottlingException', 400],
    ['cloudwatch', 'Throttling', 400],
    ['xray', 'ThrottledException', 429],
    ['sts', 'Throttling', 400],
  ] as const)('throttles %s with %s', async (service, name, httpStatusCode) => {
    await account.control('POST', '/_faults', { service, kind: 'throttle' })
    await expect(calls[service]()).rejects.toMatchObject({ name, $metadata: { httpStatusCode } })
  })

  it.each(['lambda', 'logs', 'cloudwatch', 'xray', 'sts'] as const)(
    'denies %s and names the action',
    async (service) => {
      await account.control('POST', '/_faults', { service, kind: 'access-denied' })
      await expect(calls[service]()).rejects.toMatchObject({
        name: expect.stringMatching(/^AccessDenied(Exception)?$/),
        message: expect.stringMatching(new RegExp(`is not authorized to perform: ${service}:\\w+`)),
      })
    },
  )

  it.each(['lambda', 'logs', 'cloudwatch', 'xray', 'sts'] as const)('breaks %s with a 500', async (service) => {
    await account.control('POST', '/_faults', { service, kind: '500' })
    await expect(calls[service]()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } })
  })

  it.each([404, 500] as const)('answers HTML %i, which the SDK surfaces as a SyntaxError', async (httpStatusCode) => {
    await account.control('POST', '/_faults', { kind: `html-${httpStatusCode}` })
    for (const service of ['lambda', 'logs', 'cloudwatch', 'xray'] as const) {
      await expect(calls[service]()).rejects.toMatchObject({ name: 'SyntaxError', $metadata: { httpStatusCode } })
    }
  })

  it('resets, truncates and hangs', async () => {
    await account.control('POST', '/_faults', { operation: 'ListFunctions', kind: 'reset' })
    await expect(calls.lambda()).rejects.toMatchObject({ code: 'ECONNRESET' })
    await account.control('DELETE', '/_faults')
    await account.control('POST', '/_faults', { operation: 'ListFunctions', kind: 'truncate' })
    await expect(calls.lambda()).rejects.toThrow()
    await account.control('DELETE', '/_faults')
    await account.control('POST', '/_faults', { operation: 'ListFunctions', kind: 'hang' })
    const abortSignal = AbortSignal.timeout(150)
    await expect(account.lambda.send(new ListFunctionsCommand({}), { abortSignal })).rejects.toMatchObject({
      name: 'AbortError',
    })
  })

  it('answers 200 with members of the wrong type', async () => {
    await account.control('POST', '/_faults', { kind: 'bad-type' })
    const { Functions } = await calls.lambda()
    expect(() => [...(Functions ?? [])]).toThrow(TypeError)
  })

  it('hits every n-th call, a limited number of times, in one region', async () => {
    const rule = { operation: 'ListFunctions', region: 'eu-west-1', every: 2, kind: 'throttle', count: 2 }
    await account.control('POST', '/_faults', [rule, { region: 'us-east-1', kind: '500' }])
    const outcomes: string[] = []
    for (let i = 0; i < 8; i += 1)
      outcomes.push(
        await calls.lambda().then(
          () => 'ok',
          ({ name }: Error) => name,
        ),
      )
    const throttled = 'TooManyRequestsException'
    expect(outcomes).toEqual(['ok', throttled, 'ok', throttled, 'ok', 'ok', 'ok', 'ok'])
    expect(await account.control('GET', '/_faults')).toMatchObject([{ seen: 8, fired: 2 }, { seen: 0 }])
  })

  it('hits the same seeded share of calls every time', async () => {
    const run = async () => {
      await account.control('DELETE', '/_faults')
      await account.control('POST', '/_faults', { service: 'lambda', probability: 0.5, kind: 'throttle' })
      const outcomes: boolean[] = []
      for (let i = 0; i < 40; i += 1)
        outcomes.push(
          await calls.lambda().then(
            () => true,
            () => false,
          ),
        )
      return outcomes
    }
    const first = await run()
    expect(await run()).toEqual(first)
    const hit = first.filter((ok) => !ok).length
    expect(hit).toBeGreaterThan(10)
    expect(hit).toBeLessThan(30)
  })
})

it('enforces AWS’s rates only when asked to', async () => {
  const flood = async (target: TestAccount) => {
    const answers = Array.from({ length: 40 }, () =>
      target.lambda.send(new ListFunctionsCommand({})).then(
        () => 'ok',
        ({ name }: Error) => name,
      ),
    )
    const names = await Promise.all(answers)
    return { ok: names.filter((name) => name === 'ok').length, refused: new Set(names.filter((name) => name !== 'ok')) }
  }
  expect(await flood(account)).toEqual({ ok: 40, refused: new Set() })
  const strict = await startTestAccount({ hours: 0, throttle: true, realNow: () => 0 })
  expect(await flood(strict)).toEqual({ ok: 15, refused: new Set(['TooManyRequestsException']) })
  await strict.close()
})
