import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import { connectMigrationAdapter } from '@/lib/launch/migrations/connect-migration-adapter'

const SCHEMA_FILE = 'prisma/schema.prisma'

export type SchemaEngineSession = {
  engine: engineModule.SchemaEngine
  schema: engineModule.SchemasContainer
  filters: engineModule.SchemaFilter
}

let loaded: Promise<void> | undefined

/**
 * Runs `use` with Prisma's schema engine on one database. The engine is the WebAssembly build, which needs no binary to
 * be downloaded. It leaves a timer of ten seconds behind: a command-line entry ends with process.exit.
 */
export async function withSchemaEngine<T>(url: string, use: (session: SchemaEngineSession) => Promise<T>): Promise<T> {
  loaded ??= loadEngine()
  await loaded
  const content = await readFile(SCHEMA_FILE, 'utf8')
  const open: { dispose(): Promise<void> }[] = []
  const connect = async (target: string, onDispose?: () => Promise<void>) => {
    const adapter = await connectMigrationAdapter(target, onDispose)
    open.push(adapter)
    return adapter
  }
  const engine = await engineModule.SchemaEngine.new(
    { datamodels: [[SCHEMA_FILE, content]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory({
      provider: 'postgres',
      adapterName: '@prisma/adapter-pg',
      connect: () => connect(url),
      connectToShadowDb: () => connectToShadowDatabase(url, connect),
    }),
  )
  try {
    const schema = { files: [{ path: SCHEMA_FILE, content }] }
    return await use({ engine, schema, filters: { externalTables: [], externalEnums: [] } })
  } finally {
    engine.free()
    for (const adapter of open) await adapter.dispose()
  }
}

/** A database of its own: the adapter's shadow database would be the main one when it is given a connection string. */
async function connectToShadowDatabase(
  url: string,
  connect: (target: string, onDispose: () => Promise<void>) => ReturnType<typeof connectMigrationAdapter>,
) {
  const name = `prisma_migrate_shadow_db_${crypto.randomUUID()}`
  const shadow = new URL(url)
  shadow.pathname = `/${name}`
  await runSql(url, `CREATE DATABASE "${name}"`)
  return connect(shadow.href, () => runSql(url, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`))
}

async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

async function loadEngine(): Promise<void> {
  // The engine reports a panic through this hook; without it the panic itself is hidden by a missing function.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => console.error('schema engine panic:', message) },
  })
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const bytes = await readFile(entry.replace(/\.js$/, '.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': { ...engineModule } })
  Reflect.get(engineModule, '__wbg_set_wasm')(instance.exports)
  const start = instance.exports.__wbindgen_start
  if (typeof start === 'function') start()
}
