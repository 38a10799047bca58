import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { runStep } from './run-step.mjs'

const STAMP = 'node_modules/.lambdascope-packages'

/** `npm ci` when the packages are missing or the lock file is not the one that they were installed from. */
export async function installPackages() {
  const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex')
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return
  console.log('Installing packages …')
  const npm = process.env.npm_execpath
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund']
  // npm_config_* of the npm that runs us would be taken for the owner's own wish, such as omit=dev.
  const env = { NODE_ENV: 'development' }
  await (npm ? runStep('npm ci', process.execPath, [npm, ...args], env) : runStep('npm ci', 'npm', args, env))
  writeFileSync(STAMP, wanted)
}
