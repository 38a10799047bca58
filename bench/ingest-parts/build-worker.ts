import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'

/** The worker in one file, as the product runs its own: a transpiler beside it would count as its memory. */
export async function buildWorker(): Promise<{ file: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(path.join(process.cwd(), 'node_modules', '.bench-worker-'))
  const file = path.join(directory, 'worker.mjs')
  await build({
    entryPoints: ['bench/ingest-parts/log-worker.ts'],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  })
  return { file, remove: () => rm(directory, { recursive: true, force: true }) }
}
