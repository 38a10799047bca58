import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const CSS = readFileSync('app/globals.css', 'utf8')
const named = (pattern: RegExp) => [...CSS.matchAll(pattern)].flatMap(([, name]) => name ?? [])

/** Classes of a colour that is a token but no colour of the theme would be dropped without a word. */
it('names in classes only colours that the theme has', () => {
  const ofTheme = new Set(named(/--color-([a-z0-9-]+): var/g))
  const others = named(/^ {2}--([a-z0-9-]+): light-dark/gm).filter((name) => !ofTheme.has(name))
  const dropped = new RegExp(
    `\\b(?:bg|text|border(?:-[lrtbxy])?|outline|fill|stroke)-(?:${others.join('|')})(?![\\w-])`,
    'g',
  )
  const files = readdirSync('components', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'))
  expect(files.length).toBeGreaterThan(100)
  const found = files.flatMap((name) => {
    return [...readFileSync(path.join('components', name), 'utf8').matchAll(dropped)].map(([use]) => `${name}: ${use}`)
  })
  expect(found).toEqual([])
})
