import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '@/generated/prisma/client'

export type Db = {
  /** Everyday reads and writes of the small tables. */
  prisma: PrismaClient
  /** SQL over the large tables, and COPY. */
  pool: pg.Pool
  close(): Promise<void>
}

const INT8 = 20
const MANY_NUMBERS = 50

/** Counts and milliseconds stay below 2^53, so a plain number is exact. Prisma and its schema engine read them as they are. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format)

/** Opens one pool that Prisma and plain SQL share. max: connections at most. */
export function openDb(databaseUrl: string, max = 10): Db {
  const connection = { connectionString: databaseUrl, connectionTimeoutMillis: 10_000, keepAlive: true }
  const pool = new pg.Pool({ ...connection, max, types: { getTypeParser } })
  // Without a listener an idle connection that the server closes would end the process; the next query reconnects.
  pool.on('error', () => undefined)
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) })
  return {
    prisma,
    pool,
    async close() {
      await prisma.$disconnect()
      if (!pool.ended) await pool.end()
    },
  }
}

/** Rows of one SQL statement with numbered parameters. The caller's type states the columns that the statement selects. */
export async function selectRows<Row extends pg.QueryResultRow>(
  client: pg.Pool | pg.ClientBase,
  sql: string,
  values: unknown[],
): Promise<Row[]> {
  const { rows } = await client.query<Row>(sql, values.map(asLiteral))
  return rows
}

/**
 * The same, of a statement that each connection parses and plans once. For large statements that are asked again and again
 * and answered in few milliseconds: planning takes as long.
 */
export async function selectPrepared<Row extends pg.QueryResultRow>(
  client: pg.Pool | pg.ClientBase,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const { rows } = await client.query<Row>({
    name: createHash('sha1').update(text).digest('base64'),
    text,
    values: values.map(asLiteral),
  })
  return rows
}

/** Thousands of IDs go along with each of many statements: written as Postgres reads them, without quoting each number. */
function asLiteral(value: unknown): unknown {
  if (!Array.isArray(value) || value.length < MANY_NUMBERS) return value
  return value.every((one) => typeof one === 'number') ? `{${value.join(',')}}` : value
}
