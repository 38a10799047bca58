import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/create-test-database'
import { BinaryCopyEncoder, epochMsOf } from '@/lib/server/copy/binary-copy-encoder'
import { copyRows } from '@/lib/server/copy/copy-rows'

let database: TestDatabase
let client: pg.Client

beforeAll(async () => {
  database = await createTestDatabase({ empty: true })
  client = new pg.Client(database.url)
  await client.connect()
  await client.query(
    'CREATE TABLE t (n int4, a bool, b int4, c int8, d float8, e text, f bytea, g timestamptz(3), h float8[])',
  )
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

type Row = [
  boolean | null,
  number | null,
  number | null,
  number | null,
  string | null,
  Uint8Array | null,
  number | null,
  (number | null)[],
]
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })
const row: fc.Arbitrary<Row> = fc.tuple(
  orNull(fc.boolean()),
  orNull(fc.integer()),
  orNull(fc.maxSafeInteger()),
  orNull(fc.double({ noNaN: true })),
  orNull(fc.string({ unit: 'grapheme', maxLength: 50 })),
  orNull(fc.uint8Array({ maxLength: 20 })),
  orNull(fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2100, 0, 1) })),
  fc.array(orNull(fc.double({ noNaN: true, min: 1 })), { minLength: 1, maxLength: 60 }),
)

it('gives back what was written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
      const encoder = new BinaryCopyEncoder(9)
      for (const [n, [a, b, c, d, e, f, g, h]] of rows.entries()) {
        encoder.row()
        encoder.int4(n)
        encoder.bool(a)
        encoder.int4(b)
        encoder.int8(c)
        encoder.float8(d)
        encoder.text(e)
        encoder.bytea(f)
        encoder.timestamptz(g)
        encoder.float8Array(h)
      }
      await client.query('TRUNCATE t')
      await copyRows(client, 't', encoder)
      const stored = await client.query('SELECT a, b, c::text, d, e, f, g, h FROM t ORDER BY n')
      const expected = rows.map(([a, b, c, d, e, f, g, h]) => ({
        a,
        b,
        c: c === null ? null : String(c),
        d: d === 0 ? 0 : d,
        e: e?.replaceAll('\0', '␀') ?? null,
        f: f === null ? null : Buffer.from(f),
        g: g === null ? null : new Date(g),
        h,
      }))
      expect(stored.rows.map((found) => ({ ...found, d: found.d === 0 ? 0 : found.d }))).toEqual(expected)
    }),
    { numRuns: 50 },
  )
})

it('adds rows of others, gives rows another first value, tells their first values, and leaves rows out', async () => {
  const write = (from: number, to: number) => {
    const rows = new BinaryCopyEncoder(3)
    for (let n = from; n < to; n += 1) {
      rows.row()
      rows.int4(0)
      rows.timestamptz(1_000 * n)
      rows.text('x'.repeat(n))
    }
    return rows
  }
  const encoder = write(0, 2)
  encoder.append(write(2, 5))
  for (const n of [0, 1, 2, 3, 4]) encoder.replaceFirstInt4(n, 10 + n)
  const [, at, text] = encoder.firstColumns(3, 3)
  expect([at && epochMsOf(at), text?.toString()]).toEqual([3_000, 'xxx'])
  encoder.keepRows((row) => row % 2 === 1)
  expect([encoder.rows, encoder.firstColumns(1, 1)[0]?.readInt32BE()]).toEqual([2, 13])
  await client.query('TRUNCATE t')
  await copyRows(client, 't (n, g, e)', encoder)
  expect((await client.query('SELECT n, g, e FROM t ORDER BY n')).rows).toEqual([
    { n: 11, g: new Date(1_000), e: 'x' },
    { n: 13, g: new Date(3_000), e: 'xxx' },
  ])
  encoder.keepRows(() => false)
  expect(encoder.rows).toBe(0)
})

it('stores a sign in the place of U+0000, and rejects when the table refuses', async () => {
  const encoder = new BinaryCopyEncoder(1)
  encoder.row()
  encoder.text('a\0b')
  await client.query('TRUNCATE t')
  await copyRows(client, 't (e)', encoder)
  expect((await client.query('SELECT e FROM t')).rows).toEqual([{ e: 'a␀b' }])
  const wrong = new BinaryCopyEncoder(1)
  wrong.row()
  wrong.text('not a number')
  await expect(copyRows(client, 't (b)', wrong)).rejects.toThrow(/binary data format/)
})
