import type { SourceFile } from '@/scripts/import-rules/read-imports'

/** Every group of files that import one another, by Tarjan's algorithm (types counted). A file alone is no group. */
export function findImportCycles(files: readonly SourceFile[]): string[][] {
  const targets = new Map(files.map(({ file, imports }) => [file, imports.flatMap(({ target }) => target ?? [])]))
  const order = new Map<string, number>()
  const low = new Map<string, number>()
  const open: string[] = []
  const cycles: string[][] = []

  function visit(file: string): number {
    const index = order.size
    order.set(file, index)
    low.set(file, index)
    open.push(file)
    for (const target of targets.get(file) ?? []) {
      if (!targets.has(target)) continue
      const seen = order.get(target)
      if (seen === undefined) lower(file, visit(target))
      else if (open.includes(target)) lower(file, seen)
    }
    if (low.get(file) === index) {
      const group = open.splice(open.indexOf(file))
      if (group.length > 1 || targets.get(file)?.includes(file)) cycles.push(group)
    }
    return low.get(file) ?? index
  }

  function lower(file: string, value: number): void {
    low.set(file, Math.min(low.get(file) ?? value, value))
  }

  for (const { file } of files) if (!order.has(file)) visit(file)
  return cycles
}
