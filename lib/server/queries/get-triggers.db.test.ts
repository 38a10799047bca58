import { afterAll, beforeAll, expect, it } from 'vitest'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getTriggers } from '@/lib/server/queries/get-triggers'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { HOUR, MINUTE, seedFunction, seedPartitions, seedPlace, seedSeries, T0 } from '@/lib/server/testing/seed'

const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:orders'
const DEAD = 'arn:aws:sqs:eu-west-1:111122223333:orders-dead'

let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  const fn = await seedFunction(db, await seedPlace(db), 'worker', {
    ...{ deadLetterArn: DEAD, detailsKnownAt: new Date(T0) },
  })
  const own = { accountRegionId: fn.place.id, functionId: fn.id, seenAt: new Date(T0) }
  const counted = { BatchSize: 10, MetricsConfig: { Metrics: ['EventCount'] } }
  await db.prisma.eventSourceMapping.createMany({
    data: [
      { ...own, uuid: 'counted', qualifier: 'live', eventSourceArn: QUEUE, state: 'Enabled', configuration: counted },
      { ...own, uuid: 'plain', qualifier: '', eventSourceArn: `${QUEUE}-2`, state: 'Disabled', configuration: {} },
      { ...own, uuid: 'gone', qualifier: '', eventSourceArn: QUEUE, configuration: {}, goneAt: new Date(T0) },
    ],
  })
  await db.prisma.eventInvokeConfig.create({
    data: { functionId: fn.id, qualifier: '$LATEST', maximumRetries: 0, onFailure: DEAD, seenAt: new Date(T0) },
  })
  const subject = 'mapping/counted'
  await seedSeries(db, fn, { subject, metric: 'PolledEventCount', points: { 0: 30, 10: 12 } })
  await seedSeries(db, fn, { subject, metric: 'InvokedEventCount', points: { 0: 30, 10: 10 } })
  await seedSeries(db, fn, { subject, metric: 'DroppedEventCount', points: {} })
  await seedSeries(db, fn, { metric: 'AsyncEventsReceived', points: { 5: 7 } })
  await seedSeries(db, fn, { metric: 'AsyncEventAge', statistic: 'Maximum', points: { 5: 900, 6: 1200 } })
})
afterAll(() => db.close())

async function triggers(fromMs = T0, toMs = T0 + HOUR, qualifier?: string) {
  return getTriggers(db, await getFunctionIdentity(db, 'worker'), { from: fromMs, to: toMs, qualifier }, T0 + 5 * HOUR)
}

it('tells of each mapping what became of its events, and zero only where CloudWatch has answered', async () => {
  const { mappings } = await triggers()
  expect(mappings).toMatchObject([
    {
      uuid: 'counted',
      source: 'SQS',
      qualifier: 'live',
      metrics: 'known',
      funnel: { polled: 42, invoked: 40, dropped: 0, failed: null },
      facts: [{ name: 'Batch size', value: '10' }],
    },
    { uuid: 'plain', state: 'Disabled', metrics: 'not-enabled', funnel: { polled: null } },
  ])
  const [later] = (await triggers(T0 + 3 * HOUR, T0 + 4 * HOUR)).mappings
  expect(later).toMatchObject({ metrics: 'not-read', funnel: { polled: null } })
})

it('counts asynchronous events of the window alone, and says where results go', async () => {
  const all = await triggers()
  expect(all.async).toMatchObject({ received: 7, oldestMs: 1200, dropped: null })
  expect(all.invokeConfigs).toEqual([
    { qualifier: null, maximumRetries: 0, maximumEventAgeS: null, onSuccess: null, onFailure: DEAD },
  ])
  expect(all.deadLetterArn).toBe(DEAD)
  expect((await triggers(T0, T0 + 6 * MINUTE)).async).toMatchObject({ received: 7, oldestMs: 900 })
})

it('tells of a qualifier what names it, and knows no other', async () => {
  const { id: functionId } = await db.prisma.lambdaFunction.findFirstOrThrow()
  await db.prisma.functionAlias.create({
    data: { functionId, name: 'live', version: '7', weights: {}, seenAt: new Date(T0) },
  })
  const settings = { deadLetterArn: `${DEAD}-7` }
  await db.prisma.functionVersion.create({ data: { functionId, version: '7', settings, seenAt: new Date(T0) } })
  const told = async (qualifier: string) => {
    const { mappings, invokeConfigs, deadLetterArn } = await triggers(T0, T0 + HOUR, qualifier)
    return [mappings.map(({ uuid }) => uuid), invokeConfigs.length, deadLetterArn]
  }
  expect(await told('live')).toEqual([['counted'], 0, `${DEAD}-7`])
  expect(await told('7')).toEqual([[], 0, `${DEAD}-7`])
  expect(await told('$LATEST')).toEqual([['plain'], 1, DEAD])
  await expect(told('unheard-of')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

it('says of each count that is not known why it is not', async () => {
  const gaps = async () => (await triggers()).asyncGaps
  expect(await gaps()).toMatchObject({ received: null, oldestMs: null, dropped: 'not-read' })
  const [place] = await db.prisma.accountRegion.findMany()
  const key = { accountRegionId: place?.id ?? 0 }
  await db.prisma.syncState.create({
    data: {
      ...key,
      step: 'metric-list',
      subject: '',
      kind: 'metrics',
      nextRunAt: new Date(T0),
      cursor: { listedAtMs: 1 },
    },
  })
  expect(await gaps()).toMatchObject({ received: null, dropped: 'nothing', recursionDropped: 'nothing' })
  await db.prisma.apiState.create({
    data: {
      ...key,
      service: 'cloudwatch',
      operation: 'ListMetrics',
      state: 'denied',
      iamAction: 'cloudwatch:ListMetrics',
    },
  })
  expect(await triggers()).toMatchObject({ asyncGaps: { dropped: 'refused' }, refused: 'cloudwatch:ListMetrics' })
  await db.prisma.apiState.deleteMany()
  await db.prisma.lambdaFunction.updateMany({ data: { deadLetterArn: null } })
  await db.prisma.eventInvokeConfig.deleteMany()
  expect(await gaps()).toMatchObject({ destinationFailures: 'not-set-up', deadLetterErrors: 'not-set-up' })
})

it('does not take for absent what was refused or never read', async () => {
  const settingGaps = async () => (await triggers()).settingGaps
  const { id: accountRegionId } = await db.prisma.accountRegion.findFirstOrThrow()
  const answer = (operation: string, state: string) => {
    const own = { state, iamAction: `lambda:${operation}`, lastOkAt: state === 'ok' ? new Date(T0) : null }
    const key = { accountRegionId, service: 'lambda', operation }
    return db.prisma.apiState.upsert({
      where: { accountRegionId_service_operation: key },
      create: { ...key, ...own },
      update: own,
    })
  }
  const saveCursor = (cursor: object) =>
    db.prisma.syncState.upsert({
      where: { accountRegionId_step_subject: { accountRegionId, step: 'function-details', subject: '' } },
      create: {
        accountRegionId,
        step: 'function-details',
        subject: '',
        kind: 'inventory',
        nextRunAt: new Date(T0),
        cursor,
      },
      update: { cursor },
    })
  const unread = { state: 'not-read', iamAction: null }
  expect(await settingGaps()).toMatchObject({ policies: null, urls: null, invokeConfigs: null, mappings: unread })
  await answer('ListEventSourceMappings', 'ok')
  expect((await settingGaps()).mappings).toBeNull()
  await db.prisma.eventSourceMapping.deleteMany()
  expect((await settingGaps()).mappings).toEqual(unread)
  await saveCursor({ afterId: 0 })
  expect((await settingGaps()).mappings).toBeNull()
  await answer('ListFunctionEventInvokeConfigs', 'denied')
  const refused = { state: 'refused', iamAction: 'lambda:ListFunctionEventInvokeConfigs' }
  expect(await settingGaps()).toMatchObject({ policies: null, invokeConfigs: refused })
  expect((await triggers()).asyncGaps.destinationFailures).not.toBe('not-set-up')
  // It answers again, but of this function it has not been asked since.
  await answer('ListFunctionEventInvokeConfigs', 'ok')
  await saveCursor({ afterId: 0, gaps: { ListFunctionEventInvokeConfigs: T0 + 1 } })
  expect(await settingGaps()).toMatchObject({ policies: null, invokeConfigs: unread })
  await db.prisma.lambdaFunction.updateMany({ data: { detailsKnownAt: new Date(T0 + 2), inferred: true } })
  expect(await settingGaps()).toMatchObject({ invokeConfigs: null, deadLetter: unread })
  await db.prisma.lambdaFunction.updateMany({ data: { detailsKnownAt: null } })
  expect(await settingGaps()).toMatchObject({ policies: unread, urls: unread, invokeConfigs: unread })
})
