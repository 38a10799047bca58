import { expect, it } from 'vitest'
import { readLaunchSettings } from '@/lib/launch/read-launch-settings'

it('has defaults for everything, and takes an empty variable for an unset one', () => {
  const settings = readLaunchSettings({ PORT: '', LAMBDASCOPE_ROLE: ' ' })
  expect(settings).toMatchObject({ port: 3000, host: '127.0.0.1', role: 'all', source: null, databaseUrl: null })
  expect(settings.dataDirectory).toBe(`${process.cwd()}/.data`)
})

it.each([
  ['PORT', '0'],
  ['PORT', '65536'],
  ['PORT', 'http'],
  ['LAMBDASCOPE_ROLE', 'both'],
  ['LAMBDASCOPE_SOURCE', 'gcp'],
  ['LAMBDASCOPE_REGIONS', 'Ireland'],
  ['LAMBDASCOPE_BACKFILL', 'yesterday'],
  ['LAMBDASCOPE_LAMBDA_RATE', '0'],
  ['LAMBDASCOPE_LAMBDA_RATE', '15'],
])('says what is wrong with %s=%s, and what would be right', (name, value) => {
  expect(() => readLaunchSettings({ [name]: value })).toThrow(
    new RegExp(`^${name} must be .*\\(it is "${value}"\\)\\.$`),
  )
})

it('never prints a token', () => {
  expect(() => readLaunchSettings({ LAMBDASCOPE_ADMIN_TOKEN: 'hunter2' })).toThrow(
    'LAMBDASCOPE_ADMIN_TOKEN must have 32 characters or more, all of them visible ASCII.',
  )
})

it('takes any visible ASCII for a token, and no space', () => {
  const token = `!"#$%&'()*+,-./:;<=>?@[]^_{|}~ab`
  expect(readLaunchSettings({ LAMBDASCOPE_ADMIN_TOKEN: ` ${token} ` }).adminToken).toBe(token)
  expect(() => readLaunchSettings({ LAMBDASCOPE_ADMIN_TOKEN: `${token} ${token}` })).toThrow(/visible ASCII/)
})

it('names every wrong variable at once', () => {
  expect(() => readLaunchSettings({ PORT: 'x', LAMBDASCOPE_ROLE: 'y' })).toThrow(/PORT.*\nLAMBDASCOPE_ROLE/)
})

it('takes regions with spaces', () => {
  expect(readLaunchSettings({ LAMBDASCOPE_REGIONS: 'eu-west-1, us-gov-west-1' }).regions).toBe(
    'eu-west-1,us-gov-west-1',
  )
})
