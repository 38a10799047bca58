import { afterAll, beforeAll, expect, it } from 'vitest'
import type { JsonObject } from '@/lib/domain/json-value'
import { getMap } from '@/lib/server/queries/get-map'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { ensurePartitions, TRACE_TABLES } from '@/lib/sync/store/ensure-partitions'
import { rollUpAllGraphs } from '@/lib/sync/testing/roll-up-all-graphs'
import { DAY_MS, HOUR_MS, MINUTE_MS, storeGraphs, T0 } from '@/lib/sync/testing/store-graphs'

const NOW_MS = T0 + HOUR_MS
const MESSAGE = '5fea7756-0ea4-451a-a703-a558b933e274'

let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
  await db.pool.query(`INSERT INTO account_region (account_id, region) VALUES ('111122223333', 'eu-west-1')`)
  await ensurePartitions(db.pool, TRACE_TABLES, { fromMs: T0 - DAY_MS, toMs: T0 + DAY_MS })
})

afterAll(() => db.close())

const span = (atMs: number, more: object): JsonObject => ({
  ...{ start_time: atMs / 1000, end_time: atMs / 1000 + 1 },
  ...more,
})

function producer(atMs: number, messageId: string | null): JsonObject[] {
  const aws = {
    operation: 'SendMessage',
    queue_url: 'x/mail',
    ...(messageId === null ? {} : { message_id: messageId }),
  }
  const call = span(atMs, { id: 'call', name: 'SQS', namespace: 'aws', aws })
  return [span(atMs, { id: 'a', name: 'fn', origin: 'AWS::Lambda::Function', subsegments: [call] })]
}

async function readLinks() {
  await rollUpAllGraphs(db, NOW_MS)
  const { edges } = await getMap(db, { from: T0, to: NOW_MS }, NOW_MS)
  return edges.filter(({ kind }) => kind === 'link').map(({ evidence, stats }) => `${evidence} ${stats.count}`)
}

it('follows messages by their IDs, whichever of the two traces comes later, and forgets what is named no more', async () => {
  const at = T0 + 20 * MINUTE_MS
  const named = span(at, { id: 'c', name: 'reader', origin: 'AWS::Lambda', annotations: { messageId: MESSAGE } })
  await storeGraphs(db, [{ number: 2, atMs: at, documents: [named] }])
  expect(await readLinks()).toEqual([])
  await storeGraphs(db, [{ number: 1, atMs: T0, documents: producer(T0, MESSAGE) }])
  expect(await readLinks()).toEqual(['message-id 1'])
  await storeGraphs(db, [{ number: 3, atMs: at, documents: [{ ...named, id: 'd' }] }])
  expect(await readLinks()).toEqual(['message-id 2'])
  await storeGraphs(db, [{ number: 1, atMs: T0, documents: producer(T0, null) }])
  expect(await readLinks()).toEqual([])
})
