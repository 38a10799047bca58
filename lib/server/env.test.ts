import { describe, expect, it } from 'vitest'
import { readEnv } from '@/lib/server/env'

const read = (source: Record<string, string>) =>
  readEnv({ NODE_ENV: 'test', DATABASE_URL: 'postgresql://localhost/scope', ...source })

describe('readEnv', () => {
  it('takes an empty variable for one that is not set', () => {
    const names = ['LAMBDASCOPE_BACKFILL', 'LAMBDASCOPE_ADMIN_TOKEN', 'LAMBDASCOPE_REGIONS', 'LAMBDASCOPE_SOURCE']
    for (const empty of ['', '  ']) {
      expect(read(Object.fromEntries(names.map((name) => [name, empty])))).toEqual(read({}))
    }
    expect(() => read({ DATABASE_URL: '' })).toThrow('DATABASE_URL')
  })

  it('leaves blanks around values out', () => {
    const env = read({ LAMBDASCOPE_BACKFILL: ' 3h', LAMBDASCOPE_ADMIN_TOKEN: ` ${'t'.repeat(32)}\n` })
    expect(env).toMatchObject({ backfillMs: 3 * 3_600_000, adminToken: 't'.repeat(32) })
  })

  it('reads the calls a second to the control plane, and leaves the default to the worker', () => {
    expect(read({}).controlPerSecond).toBeNull()
    expect(read({ LAMBDASCOPE_LAMBDA_RATE: '0.5' }).controlPerSecond).toBe(0.5)
    expect(() => read({ LAMBDASCOPE_LAMBDA_RATE: '0.0' })).toThrow('LAMBDASCOPE_LAMBDA_RATE')
  })
})
