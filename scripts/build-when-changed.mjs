import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hashSources } from './hash-sources.mjs'

const STAMP = 'dist/.sources'

/** Builds for production unless the last whole build was made from these very sources. */
export async function buildWhenChanged({ always = false } = {}) {
  const sources = hashSources()
  if (!always && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources) return
  console.log('Building …')
  rmSync(STAMP, { force: true })
  const { build } = await import('./build.mjs')
  await build()
  mkdirSync('dist', { recursive: true })
  // Sources that changed meanwhile are built again at the next start.
  writeFileSync(STAMP, sources)
}

if (process.argv[1] === import.meta.filename) {
  await buildWhenChanged({ always: !process.argv.includes('--if-changed') })
}
