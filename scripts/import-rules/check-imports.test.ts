import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkImports } from '@/scripts/import-rules/check-imports'

let root: string

const SOUND: Record<string, string> = {
  'app/layout.tsx': 'export default 1',
  'app/page.tsx': `import { List } from '@/components/functions/list'\nimport { listThings } from '@/lib/server/list-things'`,
  'components/functions/list.tsx': `import { Button } from '@/components/ui/button'\nimport type { Thing } from '@/lib/contracts/thing'`,
  'components/traces/tree.tsx': 'export const Tree = 1',
  'components/ui/button.tsx': `import { createElement } from 'react'`,
  'lib/client/get-json.ts': `import { Thing } from '@/lib/contracts/thing'`,
  'lib/contracts/other.ts': 'export type Other = 1',
  'lib/contracts/thing.ts': `import { parse } from '@/lib/domain/parse'`,
  'lib/domain/parse.ts': `export const parse = (now: number) => now`,
  'lib/server/list-things.ts': `import type { Thing } from '@/lib/contracts/thing'\nimport pg from 'pg'`,
  'lib/sync/aws/list-functions.ts': `import { LambdaClient } from '@aws-sdk/client-lambda'`,
  'lib/sync/main.ts': `import { listFunctions } from '@/lib/sync/aws/list-functions'`,
  'lib/sync/steps/sync-functions.ts': `import { parse } from '@/lib/domain/parse'`,
  'lib/launch/main.ts': `import { listThings } from '@/lib/server/list-things'`,
  'simulator/main.ts': `import { world } from './world'`,
  'simulator/world.ts': 'export const world = 1',
}

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'lambdascope-imports-'))
  for (const folder of ['bench', 'e2e', 'scripts']) mkdirSync(path.join(root, folder))
  for (const [file, code] of Object.entries(SOUND)) write(file, code)
})

afterEach(() => rmSync(root, { recursive: true }))

function write(file: string, code: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  writeFileSync(path.join(root, file), code)
}

it('finds nothing in a sound project', () => {
  expect(checkImports(root)).toEqual({ modules: Object.keys(SOUND).length, imports: 11, violations: [] })
})

it.each([
  ['components/ui/button.tsx', `import { query } from '@/lib/server/list-things'`, 'components does not import server'],
  ['components/ui/button.tsx', `import { Tree } from '@/components/traces/tree'`, 'ui does not know components/traces'],
  [
    'components/traces/tree.tsx',
    `import { List } from '../functions/list'`,
    'traces does not know components/functions',
  ],
  ['lib/client/get-json.ts', `import type { X } from '@/lib/sync/main'`, 'client does not import sync'],
  ['lib/server/list-things.ts', `import { run } from '@/lib/sync/main'`, 'server does not import sync'],
  ['lib/contracts/thing.ts', `export { default } from '@/app/layout'`, 'contracts does not import app'],
  ['lib/server/list-things.ts', `import { LambdaClient } from '@aws-sdk/client-lambda'`, 'does not use this package'],
  ['lib/domain/parse.ts', `import { useState } from 'react'`, 'domain does not use this package'],
  ['lib/domain/parse.ts', `export type X = import('@/lib/contracts/other').Other`, 'domain does not import contracts'],
  ['lib/domain/parse.ts', 'export const now = () => Date.now()', 'only process entries read the clock'],
  ['lib/sync/steps/sync-functions.ts', 'export const now = new Date()', 'only process entries read the clock'],
  ['lib/sync/main.ts', `const simulator = await import('@/simulator/main')`, 'sync does not import simulator'],
  ['simulator/main.ts', `import { parse } from '@/lib/domain/parse'`, 'simulator does not import domain'],
  ['app/page.tsx', `import { launch } from '@/lib/launch/main'`, 'app does not import launch'],
  ['app/page.tsx', `import { nothing } from '@/lib/server/nothing'`, 'there is no such file'],
])('finds in %s: %s', (file, code, reason) => {
  write(file, code)
  const { violations } = checkImports(root)
  expect(violations).toHaveLength(1)
  expect(violations[0]).toMatch(new RegExp(`^${file}:1: `))
  expect(violations[0]).toContain(reason)
})

it('counts types in a cycle', () => {
  write('lib/domain/a.ts', `import type { B } from '@/lib/domain/b'`)
  write('lib/domain/b.ts', `import { c } from './c'`)
  write('lib/domain/c.ts', `export type { A } from './a'`)
  expect(checkImports(root).violations).toEqual([expect.stringMatching(/imports itself through .*a\.ts.*b\.ts.*c\.ts/)])
})

it('lets a test use the fixtures, but not the code', () => {
  write('e2e/fixtures/world.ts', 'export const world = 1')
  write('lib/server/list-things.test.ts', `import { world } from '@/e2e/fixtures/world'`)
  expect(checkImports(root).violations).toEqual([])
  write('lib/server/list-things.ts', `import { world } from '@/e2e/fixtures/world'`)
  expect(checkImports(root).violations).toEqual([expect.stringContaining('server does not import fixtures')])
})

it('keeps what is made for tests away from the code', () => {
  write('lib/server/testing/seed.ts', `import { world } from '@/e2e/fixtures/world'`)
  write('e2e/fixtures/world.ts', 'export const world = 1')
  expect(checkImports(root).violations).toEqual([])
  write('lib/server/list-things.ts', `import { seed } from '@/lib/server/testing/seed'`)
  expect(checkImports(root).violations).toEqual([expect.stringContaining('only tests use what is made for tests')])
})

it('fails when there was nothing to check', () => {
  for (const file of Object.keys(SOUND)) rmSync(path.join(root, file))
  expect(() => checkImports(root)).toThrow(/nothing to check \(0 modules\)/)
})
