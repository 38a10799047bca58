import { afterAll, beforeAll, expect, it } from 'vitest'
import { intArrayLiteral, momentLiteral } from '@/lib/server/copy/copy-literals'
import { copyOut } from '@/lib/server/copy/copy-out'
import { openDb } from '@/lib/server/db'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'

let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
})

afterAll(() => db.close())

it('reads every kind of column as Postgres has it', async () => {
  const atMs = Date.UTC(2026, 10, 7, 12, 30, 1, 250)
  const rows = await copyOut(
    db.pool,
    `select n, n * 0.5::float8, ${momentLiteral(atMs)} - n * interval '1 ms', decode('00ff7f', 'hex'), '\\x0102'::bytea,
            array[n, null, -1.25]::float8[], '{}'::float8[], '§ é ' || n
       from unnest(${intArrayLiteral([1, -2])}) as n order by n desc`,
  )
  const read: unknown[] = []
  while (rows.next()) {
    const [whole, half, moment] = [rows.int4(), rows.float8(), rows.timestamptz()]
    const [view, packed] = [rows.view(), rows.byteaWithLength()]
    const elements = Array.from({ length: rows.beginArray() }, () => rows.element())
    read.push([
      whole,
      half,
      moment,
      view.byteLength,
      view.getUint16(0),
      [...packed],
      elements,
      rows.beginArray(),
      rows.text(),
    ])
  }
  expect(read).toEqual([
    [1, 0.5, atMs - 1, 3, 0x00ff, [0, 0, 0, 2, 1, 2], [1, Number.NaN, -1.25], 0, '§ é 1'],
    [-2, -1, atMs + 2, 3, 0x00ff, [0, 0, 0, 2, 1, 2], [-2, Number.NaN, -1.25], 0, '§ é -2'],
  ])
})

it('reads more rows than fit in one message of the network', async () => {
  const rows = await copyOut(
    db.pool,
    `select n, repeat('x', n % 500)::bytea from generate_series(1, 20000) n order by n`,
  )
  let [count, bytes] = [0, 0]
  while (rows.next()) {
    count += 1
    expect(rows.int4()).toBe(count)
    bytes += rows.view().byteLength
  }
  expect([count, bytes]).toEqual([20_000, 40 * ((499 * 500) / 2)])
})

it('has no rows where there are none, and refuses NULL', async () => {
  expect((await copyOut(db.pool, 'select 1 where false')).next()).toBe(false)
  const rows = await copyOut(db.pool, 'select null::int4')
  expect(rows.next()).toBe(true)
  expect(() => rows.int4()).toThrow('NULL')
})

it("rejects with Postgres's own error, also when the connection is lost, and the pool answers after it", async () => {
  await expect(copyOut(db.pool, 'select 1 / 0')).rejects.toThrow('division by zero')
  const one = openDb(db.url, 1)
  try {
    const lost = copyOut(one.pool, 'select pg_terminate_backend(pg_backend_pid()), pg_sleep(5)')
    await expect(lost).rejects.toThrow()
    const rows = await copyOut(one.pool, 'select 7')
    expect([rows.next(), rows.int4(), rows.next()]).toEqual([true, 7, false])
  } finally {
    await one.close()
  }
})

it('writes nothing but whole numbers and moments into a statement', () => {
  expect(() => intArrayLiteral([1, 1.5])).toThrow(RangeError)
  expect(() => intArrayLiteral([Number.NaN])).toThrow(RangeError)
  expect(() => momentLiteral(Number.NaN)).toThrow(RangeError)
})
