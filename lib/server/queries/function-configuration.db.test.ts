import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getFunctionDetail } from '@/lib/server/queries/get-function-detail'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { listQualifiers } from '@/lib/server/queries/list-qualifiers'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { type SeededFunction, seedAlias, seedFunction, seedPlace, T0 } from '@/lib/server/testing/seed'

let db: TestDb
let fn: SeededFunction

beforeAll(async () => {
  db = await openTestDb()
  const place = await seedPlace(db)
  const there = await seedPlace(db, 'us-east-1')
  fn = await seedFunction(db, place, 'orders', {
    ...{ codeSha256: 'latest', memoryMb: 1536, timeoutS: 3 },
    deadLetterArn: 'arn:dlq',
    tags: { team: 'a', odd: 1 },
  })
  for (const version of ['9', '10', '11']) {
    const goneAt = version === '11' ? new Date(T0) : null
    await db.prisma.functionVersion.create({
      data: {
        functionId: fn.id,
        version,
        codeSha256: `sha-${version}`,
        publishedAt: new Date(T0),
        seenAt: new Date(T0),
        ...{ goneAt, timeoutS: 30, memoryMb: Number(version) * 64 },
      },
    })
  }
  await seedAlias(db, fn, 'live', '9', { 10: 0.1 })
  await seedAlias(db, fn, 'canary', '10')
  await seedFunction(db, place, 'twin')
  await seedFunction(db, there, 'twin')
  await seedFunction(db, place, 'moved', { goneAt: new Date(T0) })
  await seedFunction(db, there, 'moved')
})
afterAll(() => db.close())

describe('getFunctionIdentity', () => {
  it('asks which one is meant when the name exists twice', async () => {
    await expect(getFunctionIdentity(db, 'twin')).rejects.toMatchObject({
      code: 'AMBIGUOUS_FUNCTION',
      details: {
        candidates: [
          { accountId: '111122223333', region: 'eu-west-1' },
          { accountId: '111122223333', region: 'us-east-1' },
        ],
      },
    })
    expect(await getFunctionIdentity(db, 'twin', { region: 'us-east-1' })).toMatchObject({ region: 'us-east-1' })
  })

  it('prefers one that still exists, and still finds one that is gone where it is asked for', async () => {
    expect(await getFunctionIdentity(db, 'moved')).toMatchObject({ region: 'us-east-1', gone: false })
    expect(await getFunctionIdentity(db, 'moved', { region: 'eu-west-1' })).toMatchObject({ gone: true })
  })

  it('does not find what is not there', async () => {
    await expect(getFunctionIdentity(db, 'nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(getFunctionIdentity(db, 'no\0body')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(getFunctionIdentity(db, 'orders', { accountId: '0' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('listQualifiers', () => {
  it('has $LATEST, versions newest first by number, then aliases with weights that add up to 1', async () => {
    const qualifiers = await listQualifiers(db, fn.id)
    expect(qualifiers.map((one) => one.qualifier)).toEqual(['$LATEST', '10', '9', 'canary', 'live'])
    expect(qualifiers[0]).toMatchObject({ kind: 'version', codeSha256: 'latest', weights: null, publishedAtMs: null })
    expect(qualifiers[4]).toMatchObject({
      kind: 'alias',
      version: '9',
      weights: { 9: 0.9, 10: 0.1 },
      codeSha256: 'sha-9',
    })
    expect(qualifiers[3]?.weights).toEqual({ 10: 1 })
  })

  it('gives each version its own memory and timeout, and an alias what its versions have alike', async () => {
    const qualifiers = await listQualifiers(db, fn.id)
    expect(qualifiers.map(({ qualifier, memoryMb, timeoutS }) => [qualifier, memoryMb, timeoutS])).toEqual([
      ['$LATEST', 1536, 3],
      ['10', 640, 30],
      ['9', 576, 30],
      ['canary', 640, 30],
      ['live', null, 30],
    ])
  })
})

describe('getFunctionDetail', () => {
  it('gathers triggers, destinations and provisioned concurrency', async () => {
    const key = { functionId: fn.id, seenAt: new Date(T0) }
    await db.prisma.provisionedConcurrency.create({
      data: { ...key, qualifier: 'live', requested: 5, allocated: 4, status: 'READY' },
    })
    await db.prisma.functionUrl.create({
      data: { ...key, qualifier: '', url: 'https://x.lambda-url', authType: 'NONE' },
    })
    await db.prisma.eventInvokeConfig.create({ data: { ...key, qualifier: '$LATEST', onFailure: 'arn:failed' } })
    await db.prisma.eventSourceMapping.create({
      data: {
        ...key,
        uuid: 'm-1',
        accountRegionId: fn.place.id,
        qualifier: 'live',
        eventSourceArn: 'arn:aws:sqs:eu-west-1:1:jobs',
        state: 'Enabled',
        configuration: {},
      },
    })
    await db.prisma.functionPolicy.create({
      data: {
        ...key,
        qualifier: 'live',
        document: {
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 's3.amazonaws.com' },
              Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::b' } },
            },
            { Effect: 'Deny', Principal: { Service: 'sns.amazonaws.com' } },
          ],
        },
      },
    })
    const detail = await getFunctionDetail(db, await getFunctionIdentity(db, 'orders'))
    expect(detail.provisioned).toEqual([{ qualifier: 'live', requested: 5, allocated: 4, status: 'READY' }])
    expect(detail.triggers).toEqual([
      { source: 'S3', detail: 'arn:aws:s3:::b', qualifier: 'live', state: null },
      { source: 'SQS', detail: 'arn:aws:sqs:eu-west-1:1:jobs', qualifier: 'live', state: 'Enabled' },
      { source: 'Function URL', detail: 'https://x.lambda-url', qualifier: null, state: 'NONE' },
    ])
    expect(detail.destinations).toEqual([
      { kind: 'on-failure', arn: 'arn:failed', qualifier: null },
      { kind: 'dead-letter-queue', arn: 'arn:dlq', qualifier: null },
    ])
    expect(detail.tags).toEqual({ team: 'a' })
  })

  it('knows what is reserved and provisioned once it was asked for and nothing of it is refused, and tags once they were told', async () => {
    await db.prisma.lambdaFunction.update({ where: { id: fn.id }, data: { detailsKnownAt: new Date(T0) } })
    const detail = async (name: string) =>
      getFunctionDetail(db, await getFunctionIdentity(db, name, { region: 'eu-west-1' }))
    expect(await detail('twin')).toMatchObject({ settingsRead: false, tags: null })
    expect(await detail('orders')).toMatchObject({ settingsRead: true })
    const refused = { service: 'lambda', operation: 'ListProvisionedConcurrencyConfigs', state: 'denied' }
    await db.prisma.apiState.create({ data: { accountRegionId: fn.place.id, ...refused } })
    expect(await detail('orders')).toMatchObject({ settingsRead: false })
  })
})
