import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { EMBEDDED_MAJOR } from '@/lib/launch/postgres/find-postgres-binaries'
import { prepareCluster } from '@/lib/launch/postgres/prepare-cluster'
import { readOrCreateSecret } from '@/lib/launch/read-or-create-secret'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'lambdascope-secret-'))
})

afterEach(() => rmSync(directory, { recursive: true }))

it('keeps a secret for its owner alone, and takes an empty file for none', () => {
  const file = path.join(directory, 'secret')
  writeFileSync(file, '\n')
  const secret = readOrCreateSecret(file)
  expect(secret).toHaveLength(43)
  expect(readOrCreateSecret(file)).toBe(secret)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(directory)).toEqual(['secret'])
})

it.each([['missing'], ['empty']])('makes no other password for a cluster whose password is %s', async (how) => {
  const password = path.join(directory, 'postgres-password')
  if (how === 'empty') writeFileSync(password, '')
  chmodSync(directory, 0o755)
  mkdirSync(path.join(directory, 'postgres'))
  writeFileSync(path.join(directory, 'postgres', 'PG_VERSION'), `${EMBEDDED_MAJOR}\n`)
  await expect(prepareCluster(directory)).rejects.toThrow(/is lost: .*postgres-password is missing or empty\. Put /)
})
