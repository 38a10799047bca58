import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { hintChunks } from './hint-chunks.mjs'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'hint-chunks-'))
  mkdirSync(path.join(directory, 'static'))
})

afterEach(() => rmSync(directory, { recursive: true }))

it('marks the scripts that every page begins with, once, and no others', () => {
  const read = (name: string) => readFileSync(path.join(directory, 'static', name), 'utf8')
  for (const name of ['main.js', 'page.js']) writeFileSync(path.join(directory, 'static', name), `run('${name}')`)
  writeFileSync(path.join(directory, 'build-manifest.json'), JSON.stringify({ rootMainFiles: ['static/main.js'] }))
  hintChunks(directory)
  hintChunks(directory)
  expect(read('main.js')).toBe("//# allFunctionsCalledOnLoad\nrun('main.js')")
  expect(read('page.js')).toBe("run('page.js')")
})
