import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Figure } from '@/bench/figure'
import { makeDataDirectory, startProduct } from '@/e2e/fixtures/start-product'
import { stopProcess } from '@/e2e/fixtures/stop-process'
import { waitForFirstPull } from '@/e2e/fixtures/wait-for-first-pull'
import { waitForLine } from '@/e2e/fixtures/wait-for-line'
import { findFreePort } from '@/lib/launch/find-free-port'

const READY = /^Lambdascope is ready: (\S+)$/
/** What the product promises on two cores, in seconds. */
const AT_MOST = { cold: 180, firstData: 60, warm: 10 }
const COLD_LIMIT_MS = 10 * 60_000

/**
 * start.cold_s: `npm start` in a fresh clone with an empty package cache, until it says ready. start.warm_s: the same on
 * a build and data that are there (median). start.first_data_s: from a start on an empty database until every source of
 * the simulator's fleet shows its last three hours.
 */
export async function run(report: (figure: Figure) => void, options: { quick: boolean }): Promise<void> {
  if (!options.quick)
    report({ name: 'start.cold_s', value: await measureCold(), unit: 's', n: 1, atMost: AT_MOST.cold })
  spawnSync(process.execPath, ['scripts/build-when-changed.mjs', '--if-changed'], { stdio: ['ignore', 2, 2] })
  const dataDirectory = await makeDataDirectory()
  try {
    report({
      name: 'start.first_data_s',
      value: await measureFirstData(dataDirectory),
      unit: 's',
      n: 1,
      atMost: AT_MOST.firstData,
    })
    const warm: number[] = []
    for (let index = 0; index < (options.quick ? 1 : 5); index += 1) warm.push(await measureWarm(dataDirectory))
    const middle = warm.sort((a, b) => a - b)[Math.floor(warm.length / 2)] ?? Number.NaN
    report({ name: 'start.warm_s', value: middle, unit: 's', n: warm.length, atMost: AT_MOST.warm })
  } finally {
    rmSync(dataDirectory, { recursive: true, force: true })
  }
}

async function measureCold(): Promise<number> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'lambdascope-cold-'))
  chmodSync(root, 0o755)
  try {
    const clone = path.join(root, 'clone')
    const startedAt = performance.now()
    spawnSync('git', ['clone', '--quiet', '--no-hardlinks', process.cwd(), clone], { stdio: ['ignore', 2, 2] })
    const env = {
      ...process.env,
      npm_config_cache: path.join(root, 'cache'),
      PORT: String(await findFreePort()),
      LAMBDASCOPE_DATA_DIR: path.join(root, 'data'),
      LAMBDASCOPE_SOURCE: 'simulator',
    }
    const child = spawn('npm', ['start'], { cwd: clone, env, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stderr?.pipe(process.stderr)
    await waitForLine(child, READY, COLD_LIMIT_MS)
    const seconds = (performance.now() - startedAt) / 1000
    await stopProcess(child)
    return seconds
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

async function measureFirstData(dataDirectory: string): Promise<number> {
  const startedAt = performance.now()
  const product = await startProduct({ dataDirectory })
  try {
    await waitForFirstPull(product.url)
    return (performance.now() - startedAt) / 1000
  } finally {
    await product.stop()
  }
}

async function measureWarm(dataDirectory: string): Promise<number> {
  const startedAt = performance.now()
  const product = await startProduct({ dataDirectory })
  const seconds = (performance.now() - startedAt) / 1000
  await product.stop()
  return seconds
}
