import { expect, it } from 'vitest'
import { chooseSource } from '@/lib/launch/choose-source'
import { type Environment, readLaunchSettings } from '@/lib/launch/read-launch-settings'

const choose = (env: Environment) => chooseSource(readLaunchSettings(env), env)

it('takes the simulator when it is asked for, whatever else is set', async () => {
  const env = { LAMBDASCOPE_SOURCE: 'simulator', AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_REGION: 'eu-north-1' }
  expect(await choose(env)).toMatchObject({ kind: 'simulator', regions: 'eu-west-1,us-east-1' })
})

it('takes AWS when an endpoint of one service is set', async () => {
  const env = { AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:1', LAMBDASCOPE_REGIONS: 'eu-north-1' }
  expect(await choose(env)).toMatchObject({
    kind: 'aws',
    regions: 'eu-north-1',
    reason: 'AWS_ENDPOINT_URL_LAMBDA is set',
  })
})

it('lets the regions of the environment stand for the simulator too', async () => {
  const env = { LAMBDASCOPE_SOURCE: 'simulator', LAMBDASCOPE_REGIONS: 'us-east-1' }
  expect(await choose(env)).toMatchObject({ kind: 'simulator', regions: 'us-east-1' })
})

it('asks a web server alone for neither credentials nor a region', async () => {
  expect(await choose({ LAMBDASCOPE_ROLE: 'web' })).toMatchObject({ kind: 'aws', regions: '' })
  expect(await choose({ LAMBDASCOPE_ROLE: 'web', LAMBDASCOPE_SOURCE: 'aws' })).toMatchObject({ kind: 'aws' })
})

it('takes AWS when accounts are named, which may bring their own credentials and regions', async () => {
  const env = { LAMBDASCOPE_ACCOUNTS: '[{"name":"dev","profile":"dev","regions":["eu-north-1"]}]', HOME: '/nowhere' }
  expect(await choose(env)).toMatchObject({ kind: 'aws', reason: 'LAMBDASCOPE_ACCOUNTS is set' })
})
