import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/create-test-database'
import { shareSource } from '@/lib/launch/share-source'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

afterAll(() => database.drop())

it('gives a web server alone the source that the worker wrote last, and AWS before any did', async () => {
  const own = { kind: 'aws', regions: '', reason: 'test' } as const
  const simulator = { kind: 'simulator', regions: 'eu-west-1', reason: 'test' } as const
  expect((await shareSource(database.url, 'web', own)).kind).toBe('aws')
  await shareSource(database.url, 'worker', simulator)
  expect((await shareSource(database.url, 'web', own)).kind).toBe('simulator')
  await shareSource(database.url, 'all', { ...simulator, kind: 'aws' })
  expect((await shareSource(database.url, 'web', { ...own, kind: 'simulator' })).kind).toBe('aws')
})
