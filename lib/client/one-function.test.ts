import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { oneFunction } from '@/lib/client/one-function'

it('narrows to one function in its own place', () => {
  const of = { name: 'cart-api', accountId: '111122223333', region: 'eu-west-1' }
  expect(oneFunction(of)).toEqual({ functionName: 'cart-api', scope: '111122223333/eu-west-1' })
})

it('no link names a function without its place', () => {
  const files = readdirSync('components', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.tsx'))
  expect(files.length).toBeGreaterThan(100)
  const bare = /params(=\{|: )\{[^}]*(?<!name: )\bfunctionName\b/
  expect(files.filter((path) => bare.test(readFileSync(join('components', path), 'utf8')))).toEqual([])
})
