import { readdirSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Bench, explainBreach, type Figure } from '@/bench/figure'

const NOT_BENCHES = new Set(['main', 'figure', 'name-helper'])

const names = readdirSync('bench', { withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
  .map((entry) => path.basename(entry.name, '.ts'))
  .filter((name) => !NOT_BENCHES.has(name))
const [name, ...flags] = process.argv.slice(2)

if (name === undefined) {
  console.log(names.join('\n'))
  process.exit(0)
}
if (!names.includes(name)) {
  console.error(`There is no benchmark "${name}". There are: ${names.join(', ')}`)
  process.exit(1)
}

// Standard output is for figures alone, whatever a benchmark's own modules print.
console.log = console.error
let breaches = 0
const report = (figure: Figure) => {
  const { name, value, unit, n } = figure
  process.stdout.write(`${JSON.stringify({ name, value: Math.round(value * 1000) / 1000, unit, n })}\n`)
  const breach = explainBreach(figure)
  if (breach === null) return
  breaches += 1
  console.error(breach)
}
const bench: Bench = await import(pathToFileURL(path.resolve('bench', `${name}.ts`)).href)
await bench.run(report, { quick: flags.includes('--quick') })
process.exit(breaches === 0 ? 0 : 1)
