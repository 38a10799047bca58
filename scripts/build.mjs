import { cpSync, existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import esbuild from 'esbuild'
import { generateClient } from './generate-client.mjs'
import { hintChunks } from './hint-chunks.mjs'
import { runStep } from './run-step.mjs'

/** The programs beside the web server, each a file with what it shares or loads late beside it; packages stay outside. */
const PROGRAMS = {
  launch: 'lib/launch/main.ts',
  'die-with-parent': 'lib/launch/die-with-parent.ts',
  worker: 'lib/sync/main.ts',
  simulator: 'simulator/main.ts',
}

/** Makes .next/standalone and dist. */
export async function build() {
  await generateClient()
  rmSync('dist', { recursive: true, force: true })
  await Promise.all([buildPrograms(), buildWeb()])
  // Its process would live as long as the supervisor that this process becomes.
  await esbuild.stop()
}

function buildPrograms() {
  return esbuild.build({
    entryPoints: PROGRAMS,
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    chunkNames: 'shared/[name]-[hash]',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    conditions: ['react-server'],
    alias: { 'server-only': path.resolve('scripts/empty-module.mjs') },
    sourcemap: true,
    logLevel: 'warning',
  })
}

async function buildWeb() {
  await runStep('next build', process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  })
  hintChunks('.next')
  // The standalone server serves these two, but Next leaves them out: a content network may serve them instead.
  cpSync('.next/static', '.next/standalone/.next/static', { recursive: true })
  if (existsSync('public')) cpSync('public', '.next/standalone/public', { recursive: true })
}
