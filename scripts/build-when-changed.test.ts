import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isBuilt } from './build-when-changed.mjs'

const PROGRAMS = ['launch', 'die-with-parent', 'worker', 'simulator'].map((name) => `dist/${name}.mjs`)
const FILES = ['.next/standalone/server.js', '.next/standalone/.next/static/chunk.js', ...PROGRAMS]

let root: string

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'lambdascope-build-'))
  for (const [file, content] of [...FILES.map((name) => [name, '']), ['dist/.sources', 'these']] as [
    string,
    string,
  ][]) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    writeFileSync(path.join(root, file), content)
  }
})

afterEach(() => rmSync(root, { recursive: true }))

it('trusts a build that is whole and of these sources', () => {
  expect(isBuilt('these', root)).toBe(true)
  expect(isBuilt('others', root)).toBe(false)
})

it.each([...FILES, 'dist/.sources'])('does not trust a build without %s', (file) => {
  rmSync(path.join(root, file.replace('/chunk.js', '')), { recursive: true })
  expect(isBuilt('these', root)).toBe(false)
})
