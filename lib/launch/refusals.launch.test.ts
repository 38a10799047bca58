import { mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeDataDirectory, spawnProduct, startProduct } from '@/e2e/fixtures/start-product'
import { startTemporaryPostgres } from '@/lib/launch/postgres/start-temporary-postgres'

let dataDirectory: string
let postgres: { url: string; stop(): Promise<void> }

beforeAll(async () => {
  dataDirectory = await makeDataDirectory()
  postgres = await startTemporaryPostgres()
})

afterAll(async () => {
  await postgres.stop()
  await rm(dataDirectory, { recursive: true })
})

/** Starts the product and answers what it said on its error output when it ended. */
async function refuse(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawnProduct({ LAMBDASCOPE_DATA_DIR: dataDirectory, ...env })
  let said = ''
  child.stdout?.resume()
  child.stderr?.on('data', (text) => {
    said += text
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, said: said.trim() }
}

function databaseUrl(change: (url: URL) => void): string {
  const url = new URL(postgres.url)
  change(url)
  return url.href
}

it('says which port is in use, and how to choose another', async () => {
  const server: Server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const { code, said } = await refuse({ PORT: String(port) })
  server.close()
  expect(code).toBe(1)
  expect(said).toBe(
    `Port ${port} on 127.0.0.1 is in use by another program. Stop it, or choose another port, such as PORT=${port + 1} npm start.`,
  )
})

it.each([
  ['no URL', () => 'localhost/lambdascope', /^DATABASE_URL is not the address of a Postgres database\. It looks like /],
  ['a dead port', () => 'postgresql://a:b@127.0.0.1:1/c', /^No database answers at 127\.0\.0\.1:1 .*ECONNREFUSED/],
  [
    'a wrong password',
    () => databaseUrl((url) => (url.password = 'wrong')),
    /refused the user "postgres" of DATABASE_URL .* Check user and password\.$/,
  ],
  [
    'a missing database',
    () => databaseUrl((url) => (url.pathname = '/missing')),
    /^The database "missing" of DATABASE_URL does not exist at .* CREATE DATABASE "missing";$/,
  ],
])('says what is wrong with a DATABASE_URL of %s', async (_, url, message) => {
  const { code, said } = await refuse({ DATABASE_URL: url() })
  expect(said).toMatch(message)
  expect(said).not.toMatch(/wrong@|:b@/)
  expect(code).toBe(1)
})

it('says what to do about the data of another Postgres version', async () => {
  const other = path.join(dataDirectory, 'other')
  await mkdir(path.join(other, 'postgres'), { recursive: true })
  await writeFile(path.join(other, 'postgres', 'PG_VERSION'), '15\n')
  const { code, said } = await refuse({ LAMBDASCOPE_DATA_DIR: other })
  expect(said).toMatch(/was made by Postgres 15; this version brings Postgres 18\. Dump it .* LAMBDASCOPE_DATA_DIR/)
  expect(code).toBe(1)
})

it('does not share a data directory with a running instance', async () => {
  const product = await startProduct({ dataDirectory })
  const { code, said } = await refuse({})
  expect(await product.stop()).toBe(0)
  expect(said).toMatch(/^Another Lambdascope \(process \d+\) runs on the data directory .* LAMBDASCOPE_DATA_DIR/)
  expect(code).toBe(1)
})

it('asks for a region when the source is AWS and none is known', async () => {
  const { code, said } = await refuse({ LAMBDASCOPE_SOURCE: 'aws', AWS_CONFIG_FILE: '/dev/null' })
  expect(said).toMatch(/^No AWS region is known .* LAMBDASCOPE_REGIONS=eu-west-1,us-east-1 npm start/)
  expect(code).toBe(1)
})

it('names every variable that is wrong', async () => {
  const { code, said } = await refuse({ PORT: 'http', LAMBDASCOPE_BACKFILL: 'all' })
  expect(said).toMatch(/^PORT must be .*\nLAMBDASCOPE_BACKFILL must be /)
  expect(code).toBe(1)
})
