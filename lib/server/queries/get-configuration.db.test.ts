import { afterAll, beforeAll, expect, it } from 'vitest'
import { getConfiguration } from '@/lib/server/queries/get-configuration'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { HOUR, seedFunction, seedPartitions, seedPlace, seedSeries, T0 } from '@/lib/server/testing/seed'

let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  const place = await seedPlace(db)
  const fn = await seedFunction(db, place, 'full', {
    state: 'Active',
    detailsKnownAt: new Date(T0),
    environment: { TABLE: 'hash-1', API_KEY: 'hash-2' },
    vpc: { VpcId: 'vpc-1', SubnetIds: ['subnet-1', 7], SecurityGroupIds: ['sg-1'] },
    layers: [{ arn: 'arn:aws:lambda:eu-west-1:1:layer:tools:3', codeSize: 10 }, { odd: true }],
  })
  await seedSeries(db, fn, { points: { 0: 9 } })
  await seedSeries(db, fn, { metric: 'AsyncEventsReceived', points: { 0: 4 } })
  await db.prisma.functionUrl.create({
    data: { functionId: fn.id, qualifier: '', url: 'https://open', authType: 'NONE', seenAt: new Date(T0) },
  })
  await seedFunction(db, place, 'bare')
  const managed = await seedFunction(db, place, 'managed', { modes: ['managed-instances'] })
  const bounds = { minEnvironments: 3, maxEnvironments: 15, appliedMinEnvironments: 3, appliedMaxEnvironments: 10 }
  for (const version of ['9', '10']) {
    const one = { functionId: managed.id, version, ...bounds, seenAt: new Date(T0) }
    await db.prisma.functionScaling.create({ data: one })
  }
})
afterAll(() => db.close())

async function configuration(name: string, qualifier?: string) {
  const window = { from: T0, to: T0 + HOUR, qualifier }
  return getConfiguration(db, await getFunctionIdentity(db, name), window, T0 + 5 * HOUR)
}

it('says how a function is set up, of environment variables the names alone', async () => {
  const found = await configuration('full')
  expect(found).toMatchObject({
    environmentNames: ['API_KEY', 'TABLE'],
    vpc: { vpcId: 'vpc-1', subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] },
    layers: [{ arn: 'arn:aws:lambda:eu-west-1:1:layer:tools:3', codeSizeBytes: 10 }],
    urls: [{ url: 'https://open', qualifier: null, authType: 'NONE' }],
  })
  expect(JSON.stringify(found)).not.toContain('hash-')
  expect(found.findings.map(({ code }) => code)).toEqual(['ASYNC_WITHOUT_NET', 'URL_IS_OPEN'])
})

it('says of each version on managed instances how many environments it may have, and nothing of other functions', async () => {
  const bounds = { min: 3, max: 15, appliedMin: 3, appliedMax: 10 }
  const { scaling } = await configuration('managed')
  expect(scaling).toEqual(['10', '9'].map((version) => ({ version, ...bounds })))
  expect((await configuration('full')).scaling).toBeNull()
})

it('says null where AWS said nothing, and which operation it refuses', async () => {
  const operation = 'GetFunctionRecursionConfig'
  const refusal = { operation, state: 'denied', detail: 'not authorized', iamAction: `lambda:${operation}` }
  const { id: accountRegionId } = await db.prisma.accountRegion.findFirstOrThrow()
  for (const one of [refusal, { ...refusal, operation: 'GetMetricData' }]) {
    await db.prisma.apiState.create({ data: { accountRegionId, service: 'lambda', ...one } })
  }
  expect(await configuration('bare')).toMatchObject({
    ...{ environmentNames: null, vpc: null, layers: [], urls: null, recursiveLoop: null, updateRuntimeOn: null },
    refusals: [refusal],
  })
})

it('says that lines are kept for ever only of a log group that AWS described', async () => {
  const keptWhen = async (logGroupClass: string | null, retentionDays: number | null) => {
    await db.prisma.logGroup.updateMany({ data: { logGroupClass, retentionDays } })
    const found = await configuration('bare')
    return [found.logRetentionDays, found.isKeptForEver]
  }
  expect(await keptWhen(null, null)).toEqual([null, false])
  expect(await keptWhen('STANDARD', null)).toEqual([null, true])
  expect(await keptWhen('STANDARD', 30)).toEqual([30, false])
})

it('does not say that failed events are lost before it knows where they go', async () => {
  await db.prisma.lambdaFunction.updateMany({ data: { detailsKnownAt: null } })
  expect((await configuration('full')).findings.map(({ code }) => code)).toEqual(['URL_IS_OPEN'])
})

it('tells of a version or alias its own settings, and knows no other', async () => {
  const { id: functionId } = await db.prisma.lambdaFunction.findFirstOrThrow({ where: { name: 'full' } })
  const own = { functionId, seenAt: new Date(T0) }
  const settings = { handler: 'old.handler', environment: { OLD: 'hash-9' }, logGroupName: '/other' }
  await db.prisma.functionVersion.createMany({
    data: [
      { ...own, version: '7', memoryMb: 512, settings },
      { ...own, version: '8', memoryMb: 256 },
    ],
  })
  await db.prisma.functionAlias.create({ data: { ...own, name: 'live', version: '7', weights: { 8: 0.1 } } })
  expect(await configuration('full')).toMatchObject({ of: { version: '$LATEST', isKnown: true }, memoryMb: 1024 })
  expect(await configuration('full', 'live')).toMatchObject({
    of: { version: '7', weights: { 7: 0.9, 8: 0.1 }, isKnown: true },
    ...{ memoryMb: 512, handler: 'old.handler', environmentNames: ['OLD'], vpc: null, state: null },
    ...{ logGroupName: '/other', logRetentionDays: null },
  })
  expect(await configuration('full', '8')).toMatchObject({
    of: { version: '8', isKnown: false },
    ...{ memoryMb: 256, handler: null, environmentNames: null },
  })
  await expect(configuration('full', 'unheard-of')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
