import { findImportCycles } from '@/scripts/import-rules/find-import-cycles'
import { SHARED_COMPONENTS, ZONES, type Zone } from '@/scripts/import-rules/import-zones'
import type { Import, SourceFile } from '@/scripts/import-rules/read-imports'

/** What a build writes need not be there yet. */
const BUILT = /\/dist\/|\/generated\//

/** Everything that goes the wrong way, one line each, as file:line: what and why. */
export function findImportViolations(files: readonly SourceFile[]): string[] {
  const violations = files.flatMap((source) => {
    const zone = zoneOf(source.file)
    if (zone === null) return []
    const imports = source.imports.flatMap((imported) => {
      const reason = judgeImport(source.file, zone, imported)
      return reason === null ? [] : [`${source.file}:${imported.line}: imports ${imported.specifier}: ${reason}`]
    })
    return [...imports, ...findForbiddenCode(source, zone)]
  })
  const cycles = findImportCycles(files).map((group) => `${group[0]}: imports itself through ${group.join(' → ')}`)
  return [...violations, ...cycles]
}

function judgeImport(file: string, zone: Zone, imported: Import): string | null {
  if (imported.unresolved) return BUILT.test(imported.specifier) ? null : 'there is no such file'
  if (imported.target === null) {
    return zone.withoutPackages?.test(imported.specifier) ? `${zone.name} does not use this package` : null
  }
  if (isTest(imported.target) && !isTest(file) && zone.name !== 'fixtures')
    return 'only tests use what is made for tests'
  const target = zoneOf(imported.target)
  if (target === null) return null
  if (target === zone) return zone.name === 'components' ? judgeComponents(file, imported.target) : null
  if (target.name === 'fixtures' && isTest(file)) return null
  return zone.mayImport.includes(target.name) ? null : `${zone.name} does not import ${target.name}`
}

function judgeComponents(file: string, target: string): string | null {
  const [from, to] = [file.split('/')[1] ?? '', target.split('/')[1] ?? '']
  if (from === to || SHARED_COMPONENTS.includes(to)) return null
  return `components/${from} does not know components/${to}`
}

function findForbiddenCode(source: SourceFile, zone: Zone): string[] {
  const rule = zone.withoutCode
  if (!rule || isTest(source.file)) return []
  return source.code.split('\n').flatMap((line, index) => {
    const isComment = /^\s*(\/\/|\/?\*)/.test(line)
    return !isComment && rule.pattern.test(line) ? [`${source.file}:${index + 1}: ${rule.reason}`] : []
  })
}

function zoneOf(file: string): Zone | null {
  return ZONES.find((zone) => zone.files.test(file)) ?? null
}

/** A test, or what a folder `testing` holds for tests. */
function isTest(file: string): boolean {
  return /\.test\.tsx?$|\/testing\//.test(file)
}
