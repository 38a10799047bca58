import { readdirSync } from 'node:fs'
import path from 'node:path'
import { findImportViolations } from '@/scripts/import-rules/find-import-violations'
import { readImports } from '@/scripts/import-rules/read-imports'

const FOLDERS = ['app', 'bench', 'components', 'e2e', 'lib', 'scripts', 'simulator']

/** Checks every module of a project. A check of no module, or of no import, is a broken check: it throws. */
export function checkImports(root: string): { modules: number; imports: number; violations: string[] } {
  const files = FOLDERS.flatMap((folder) => listModules(root, folder)).concat(listRootModules(root))
  const sources = files.map((file) => readImports(root, file))
  const imports = sources.reduce(
    (sum, source) => sum + source.imports.filter(({ target }) => target !== null).length,
    0,
  )
  if (imports === 0) throw new Error(`the import rules found nothing to check (${sources.length} modules)`)
  return { modules: sources.length, imports, violations: findImportViolations(sources) }
}

function listModules(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
}

function listRootModules(root: string): string[] {
  return readdirSync(root).filter((name) => /^(proxy|instrumentation[\w-]*)\.ts$/.test(name))
}
