import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { readNamedAccounts } from '@/lib/server/read-named-accounts'

const accounts = [
  { name: 'prod', roleArn: 'arn:aws:iam::123456789012:role/reader', externalId: 'shop-1', regions: ['eu-west-1'] },
  { name: 'dev', profile: 'dev' },
  { name: 'sovereign', regions: ['eusc-de-east-1', 'us-gov-west-1'] },
]

it('reads the accounts as they are given, or from a file', async () => {
  expect(await readNamedAccounts(JSON.stringify(accounts))).toEqual(accounts)
  expect(await readNamedAccounts('[]')).toEqual([])
  const directory = mkdtempSync(path.join(os.tmpdir(), 'lambdascope-accounts-'))
  const file = path.join(directory, 'accounts.json')
  writeFileSync(file, JSON.stringify(accounts))
  expect(await readNamedAccounts(file)).toEqual(accounts)
  rmSync(directory, { recursive: true })
})

it.each([
  ['no JSON', '[{', 'must be a JSON list'],
  ['a file that is not there', '/nowhere/accounts.json', 'no such file'],
  ['a role that is none', '[{"name":"x","roleArn":"reader"}]', '0.roleArn: must be the ARN of a role'],
  ['an unknown setting', '[{"name":"x","accessKeyId":"AKIA"}]', 'accessKeyId'],
  ['one name twice', '[{"name":"x"},{"name":"x"}]', 'names x twice'],
])('says what is wrong with %s', async (_name, setting, text) => {
  await expect(readNamedAccounts(setting)).rejects.toThrow(text)
})
