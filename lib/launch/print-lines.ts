import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

const NAME_WIDTH = 9

/** Passes the lines of a child on, each behind its name; `quiet` ones are left out. */
export function printLines(
  child: { name: string; quiet?: RegExp },
  from: Readable | null,
  to: 'stdout' | 'stderr',
): void {
  if (from === null) return
  const prefix = `${child.name.padEnd(NAME_WIDTH)} | `
  createInterface({ input: from, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
    if (!child.quiet?.test(line)) process[to].write(`${prefix}${line}\n`)
  })
}
