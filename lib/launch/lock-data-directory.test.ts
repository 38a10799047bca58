import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { lockDataDirectory } from '@/lib/launch/lock-data-directory'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'lambdascope-lock-'))
})

afterEach(() => rmSync(directory, { recursive: true }))

it('is refused to a second holder until the first gives it back', () => {
  const release = lockDataDirectory(directory)
  expect(() => lockDataDirectory(directory)).toThrow(/Another Lambdascope \(process \d+\) runs on the data directory/)
  release()
  lockDataDirectory(directory)()
})

it('is taken over from a holder whose process number now belongs to another process', () => {
  const child = spawn('sleep', ['60'])
  writeFileSync(path.join(directory, 'instance.lock'), `${child.pid} 1\n`)
  lockDataDirectory(directory)
  child.kill('SIGKILL')
  expect(readFileSync(path.join(directory, 'instance.lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} `))
})

it('says what to do when the directory is a file', () => {
  const file = path.join(directory, 'file')
  writeFileSync(file, '')
  expect(() => lockDataDirectory(file)).toThrow(/cannot be used .* set LAMBDASCOPE_DATA_DIR to another directory/)
})
