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

it('gives the directory of a dead holder to one of many that start at once', async () => {
  writeFileSync(path.join(directory, 'instance.lock'), '1 1\n')
  const script = `
    import { lockDataDirectory } from './lib/launch/lock-data-directory.ts'
    process.stdin.once('data', () => {
      try {
        lockDataDirectory(process.argv[1])
        console.log('held')
      } catch {
        console.log('refused')
      }
    })
    process.stdin.once('end', () => process.exit())
    console.log('waiting')`
  const flags = ['--import', 'tsx', '--input-type=module', '-e', script, directory]
  const starts = Array.from({ length: 4 }, () => spawn(process.execPath, flags, { stdio: ['pipe', 'pipe', 'inherit'] }))
  const say = (child: (typeof starts)[number]) => new Promise<string>((resolve) => child.stdout.once('data', resolve))
  await Promise.all(starts.map(say))
  const answers = starts.map(say)
  for (const child of starts) child.stdin.write('go')
  expect((await Promise.all(answers)).map((answer) => String(answer).trim()).sort()).toEqual([
    'held',
    'refused',
    'refused',
    'refused',
  ])
  for (const child of starts) child.stdin.end()
})

it('leaves the lock of whoever took it over in place', () => {
  const release = lockDataDirectory(directory)
  writeFileSync(path.join(directory, 'instance.lock'), '1 1\n')
  release()
  expect(readFileSync(path.join(directory, 'instance.lock'), 'utf8')).toBe('1 1\n')
})

it('says what to do when the directory is a file', () => {
  const file = path.join(directory, 'file')
  writeFileSync(file, '')
  expect(() => lockDataDirectory(file)).toThrow(/cannot be used .* set LAMBDASCOPE_DATA_DIR to another directory/)
})
