import { afterAll, beforeAll, expect, it } from 'vitest'
import { measureDiskLately } from '@/lib/server/queries/measure-disk'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { T0 } from '@/lib/server/testing/seed'

let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
})

afterAll(() => db.close())

it('measures the same tables again after a minute, others at once, and what failed again', async () => {
  const bytesOf = async (tables: string[], nowMs: number) =>
    (await measureDiskLately(db, tables, nowMs)).parts.reduce((sum, { bytes }) => sum + bytes, 0)
  const before = await bytesOf(['worker'], T0)
  await db.pool.query(
    `insert into instance_setting (key, value) select 'k' || n, repeat(md5(n::text), 100) from generate_series(1, 200) n`,
  )
  expect(await bytesOf(['worker'], T0 + 59_000)).toBe(before)
  const settings = await bytesOf(['instance_setting'], T0 + 59_000)
  await db.pool.query(
    `insert into instance_setting (key, value) select 'l' || n, repeat(md5(n::text), 100) from generate_series(1, 2000) n`,
  )
  expect(await bytesOf(['instance_setting'], T0 + 60_000)).toBe(settings)
  expect(await bytesOf(['instance_setting'], T0 + 119_000)).toBeGreaterThan(settings)
  await expect(bytesOf(['no_such_table'], T0)).rejects.toThrow('no_such_table')
  await expect(bytesOf(['no_such_table'], T0)).rejects.toThrow('no_such_table')
})
