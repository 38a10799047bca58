import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

const NAME_WIDTH = 9

/** Passes the lines of a child on, each behind its name. */
export function printLines(name: string, from: Readable | null, to: 'stdout' | 'stderr'): void {
  if (from === null) return
  const prefix = `${name.padEnd(NAME_WIDTH)} | `
  createInterface({ input: from, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
    process[to].write(`${prefix}${line}\n`)
  })
}
