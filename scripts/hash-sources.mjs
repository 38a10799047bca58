import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const FOLDERS = ['app', 'components', 'lib', 'prisma', 'public', 'simulator']
const ROOT_FILES = /^(package(-lock)?|tsconfig)\.json$|\.(js|mjs|ts)$/
const NOT_BUILT = /\.test\.tsx?$|\.md$|^(vitest|playwright|knip)\.config\.|^next-env\.d\.ts$/

/** One hash of everything that a production build is made from; tests and the settings of checks are not. */
export function hashSources() {
  const scripts = readdirSync('scripts')
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => path.join('scripts', name))
  const rootFiles = readdirSync('.').filter((name) => ROOT_FILES.test(name))
  const files = [...FOLDERS.flatMap(listFiles), ...scripts, ...rootFiles]
  const hash = createHash('sha256').update(process.versions.modules)
  for (const file of files.filter((name) => !NOT_BUILT.test(path.basename(name))).sort()) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

function listFiles(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
}
