import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { hashSources } from './hash-sources.mjs'

const STAMP = 'dist/.sources'

const OUTPUTS = [
  '.next/standalone/server.js',
  '.next/standalone/.next/static',
  'dist/launch.mjs',
  'dist/die-with-parent.mjs',
  'dist/worker.mjs',
  'dist/simulator.mjs',
]

/** Whether the last whole build was made from these very sources, and is still there. */
export function isBuilt(sources, root = '.') {
  const stamp = path.join(root, STAMP)
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== sources) return false
  return OUTPUTS.every((output) => existsSync(path.join(root, output)))
}

/** Builds for production unless that is done. */
export async function buildWhenChanged({ always = false } = {}) {
  const sources = hashSources()
  if (!always && isBuilt(sources)) return
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
