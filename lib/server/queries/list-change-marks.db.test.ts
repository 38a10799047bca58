import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ChangeMarksRequest } from '@/lib/contracts/changes'
import { listChangeMarks } from '@/lib/server/queries/list-change-marks'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { MINUTE, type SeededFunction, seedFunction, seedPlace, T0 } from '@/lib/server/testing/seed'

const WINDOW = { from: T0, to: T0 + 200 * MINUTE }
let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
  const orders = await seedFunction(db, await seedPlace(db, 'eu-west-1'), 'orders')
  const billing = await seedFunction(db, await seedPlace(db, 'us-east-1', '999988887777'), 'billing')
  await change(orders, T0 + 1_000, 'memory_mb')
  for (let second = 0; second < 60; second += 1) await change(billing, T0 + 150 * MINUTE + second * 1_000, 'timeout_s')
  await change(orders, WINDOW.to, 'memory_mb')
})

afterAll(async () => {
  await db?.close()
})

async function change(fn: SeededFunction, atMs: number, subject: string): Promise<void> {
  const at = new Date(atMs)
  const of = { accountRegionId: fn.place.id, functionId: fn.id, kind: 'configuration', subject, before: 1, after: 2 }
  await db.prisma.functionChange.create({ data: { ...of, at, knownAfter: at, noticedAt: at } })
}

async function list(more: Partial<ChangeMarksRequest> = {}) {
  const { items } = await listChangeMarks(db, { ...WINDOW, ...more })
  return items.map(({ atMs, lastMs, changes, named }) => [atMs - T0, lastMs - T0, changes, named.length])
}

const ORDERS = [1_000, 1_000, 1, 1]
const BILLING = [150 * MINUTE, 150 * MINUTE + 59_000, 60, 3]

it('holds every change of the window, many at once as one mark, the first three named', async () => {
  expect(await list()).toEqual([ORDERS, BILLING])
})

it.each([
  [{ functionName: 'orders' }, [ORDERS]],
  [{ functionName: 'orders,billing' }, [ORDERS, BILLING]],
  [{ accountId: '999988887777', region: 'us-east-1' }, [BILLING]],
])('%j leaves %j', async (more, marks) => {
  expect(await list(more)).toEqual(marks)
})
