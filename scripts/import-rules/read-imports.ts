import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'

export type SourceFile = { file: string; code: string; imports: Import[] }
/** `target` is a file of the project, or null with the name of the package or of what could not be found. */
export type Import = { line: number; specifier: string; target: string | null; unresolved: boolean }

const EXTENSIONS = ['', '.ts', '.tsx', '.mjs', '.js', '.json', '.css', '/index.ts', '/index.tsx']

/** Reads everything that one file imports: values and types, re-exports, and import() of a fixed name as value or type. */
export function readImports(root: string, file: string): SourceFile {
  const code = readFileSync(path.join(root, file), 'utf8')
  const { module, program, errors } = parseSync(file, code)
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`)
  const found: { specifier: string; at: number }[] = []
  for (const statement of module.staticImports) {
    found.push({ specifier: statement.moduleRequest.value, at: statement.start })
  }
  for (const statement of module.staticExports) {
    const specifiers = new Set(statement.entries.flatMap((entry) => entry.moduleRequest?.value ?? []))
    for (const specifier of specifiers) found.push({ specifier, at: statement.start })
  }
  const note = (source: { type: string; start: number }) => {
    if (source.type !== 'Literal' || !('value' in source)) return
    found.push({ specifier: String(source.value), at: source.start })
  }
  new Visitor({ ImportExpression: (node) => note(node.source), TSImportType: (node) => note(node.source) }).visit(
    program,
  )
  return {
    file,
    code,
    imports: found.map(({ specifier, at }) => ({
      line: code.slice(0, at).split('\n').length,
      specifier,
      ...resolve(root, file, specifier),
    })),
  }
}

function resolve(root: string, from: string, specifier: string): { target: string | null; unresolved: boolean } {
  const local = specifier.startsWith('@/')
    ? specifier.slice(2)
    : specifier.startsWith('.')
      ? path.join(path.dirname(from), specifier)
      : null
  if (local === null) return { target: null, unresolved: false }
  const target = EXTENSIONS.map((extension) => `${local}${extension}`).find((candidate) => isFile(root, candidate))
  return { target: target ?? null, unresolved: target === undefined }
}

function isFile(root: string, file: string): boolean {
  const absolute = path.join(root, file)
  return existsSync(absolute) && statSync(absolute).isFile()
}
