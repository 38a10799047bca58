import { expect, it } from 'vitest'
import { buildEnvironment } from '@/lib/launch/children'
import { type Environment, readLaunchSettings } from '@/lib/launch/read-launch-settings'

function childEnvironment(owner: Environment, simulatorUrl: string | null = null): Environment {
  const source = { kind: 'aws', regions: 'eu-west-1', reason: 'test' } as const
  const settings = readLaunchSettings(owner)
  const databaseUrl = 'postgresql://a@127.0.0.1/b'
  return { ...owner, ...buildEnvironment({ settings, owner, databaseUrl, source, simulatorUrl }) }
}

it('hands settings on as they were read, and takes empty variables away', () => {
  const env = childEnvironment({
    PORT: ' 4000 ',
    LOG_LEVEL: ' ',
    LAMBDASCOPE_ADMIN_TOKEN: '',
    LAMBDASCOPE_BACKFILL: ' 3h',
    LAMBDASCOPE_REGIONS: ' ',
    AWS_PROFILE: '',
  })
  expect(env).toMatchObject({ PORT: '4000', LOG_LEVEL: 'warn', LAMBDASCOPE_BACKFILL: '3h' })
  expect(env.LAMBDASCOPE_REGIONS).toBe('eu-west-1')
  expect(env.LAMBDASCOPE_ADMIN_TOKEN).toBeUndefined()
  expect(env.AWS_PROFILE).toBeUndefined()
  expect(childEnvironment({ LAMBDASCOPE_BACKFILL: '' }).LAMBDASCOPE_BACKFILL).toBeUndefined()
})

it('says where the embedded database is, and nothing where it is another', () => {
  expect(childEnvironment({ LAMBDASCOPE_DATA_DIR: '/data' }).LAMBDASCOPE_DATA_DIR).toBe('/data')
  const other = { LAMBDASCOPE_DATA_DIR: '/data', DATABASE_URL: 'postgresql://a@db/b' }
  expect(childEnvironment(other).LAMBDASCOPE_DATA_DIR).toBeUndefined()
})

it('leaves nothing of the AWS account of the owner beside the simulator', () => {
  const env = childEnvironment({ AWS_PROFILE: 'work', AWS_ENDPOINT_URL_LAMBDA: 'http://a' }, 'http://127.0.0.1:1')
  expect(env).toMatchObject({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ACCESS_KEY_ID: 'simulator' })
  expect([env.AWS_PROFILE, env.AWS_ENDPOINT_URL_LAMBDA]).toEqual([undefined, undefined])
})
