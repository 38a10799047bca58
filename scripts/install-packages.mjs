import { existsSync, readFileSync } from 'node:fs'
import { runStep } from './run-step.mjs'

const INSTALLED = 'node_modules/.package-lock.json'

/** `npm ci` when a package is missing or is not of the version that the lock file names. */
export async function installPackages() {
  if (existsSync(INSTALLED) && isInstalled(readJson('package-lock.json'), readJson(INSTALLED))) return
  console.log('Installing packages …')
  const npm = process.env.npm_execpath
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund']
  const env = { NODE_ENV: 'development' }
  await (npm ? runStep('npm ci', process.execPath, [npm, ...args], env) : runStep('npm ci', 'npm', args, env))
}

/**
 * npm keeps what it installed in a lock file of its own inside node_modules. An optional package may be left out,
 * since it may be for another platform; one of another version may not.
 */
export function isInstalled(wanted, installed) {
  return Object.entries(wanted.packages).every(([place, { version, optional, peer }]) => {
    if (place === '') return true
    const found = installed.packages[place]
    return found ? found.version === version : optional === true || peer === true
  })
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}
