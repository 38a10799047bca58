import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFunctionConfiguration } from '@/lib/sync/aws/parse-function-configuration'

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:orders'
const configuration = {
  FunctionName: 'orders',
  FunctionArn: `${ARN}:7`,
  Version: '7',
  Environment: { Variables: { DB_PASSWORD: 'hunter2', STAGE: 'prod' } },
  LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN', LogGroup: '/shop/shared' },
  SnapStart: { ApplyOn: 'PublishedVersions', OptimizationStatus: 'On' },
  LastModified: '2026-10-08T07:30:27.000+0000',
}

describe('parseFunctionConfiguration', () => {
  it('keeps of environment variables the names, each with a keyed hash of one length, never a value', () => {
    const record = parseFunctionConfiguration(configuration, 'key')
    expect(Object.keys(record?.environment ?? {})).toEqual(['DB_PASSWORD', 'STAGE'])
    expect(JSON.stringify(record)).not.toContain('hunter2')
    const changed = { ...configuration, Environment: { Variables: { DB_PASSWORD: 'x'.repeat(4000), STAGE: 'prod' } } }
    const other = parseFunctionConfiguration(changed, 'key')?.environment
    expect(other?.DB_PASSWORD).not.toBe(record?.environment?.DB_PASSWORD)
    expect(other?.DB_PASSWORD).toHaveLength(22)
    expect(other?.STAGE).toBe(record?.environment?.STAGE)
    expect(parseFunctionConfiguration(configuration, 'another')?.environment?.STAGE).not.toBe(other?.STAGE)
  })

  it('does not show that two variables, or those of two functions, have the same value', () => {
    const same = { ...configuration, Environment: { Variables: { A: 'x', B: 'x' } } }
    const one = parseFunctionConfiguration(same, 'key')?.environment
    const two = parseFunctionConfiguration({ ...same, FunctionArn: `${ARN}2:7` }, 'key')?.environment
    expect(new Set([one?.A, one?.B, two?.A, two?.B]).size).toBe(4)
  })

  it('knows nothing of variables that AWS could not decrypt, and that there are none where it names none', () => {
    const denied = { ...configuration, Environment: { Error: { ErrorCode: 'AccessDenied', Message: 'no' } } }
    expect(parseFunctionConfiguration(denied, 'key')?.environment).toBeNull()
    expect(parseFunctionConfiguration({ ...configuration, Environment: undefined }, 'key')?.environment).toEqual({})
  })

  it('names the function without its version', () => {
    const record = parseFunctionConfiguration(configuration, 'key')
    expect(record).toMatchObject({ arn: ARN, version: '7', logGroupName: '/shop/shared', modes: ['snap-start'] })
    expect(record?.lastModifiedMs).toBe(Date.UTC(2026, 9, 8, 7, 30, 27))
  })

  it('takes a field of the wrong type for an absent one', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(configuration), 'Layers', 'Timeout'), fc.anything()),
        (odd) => {
          const record = parseFunctionConfiguration(
            { ...configuration, ...odd, FunctionName: 'orders', FunctionArn: ARN },
            'key',
          )
          expect(record?.name).toBe('orders')
          expect(() => JSON.stringify(record)).not.toThrow()
        },
      ),
    )
  })

  it('is null for what names no function', () => {
    for (const raw of [null, 7, 'orders', [], { FunctionName: 'orders' }, { FunctionArn: ARN, FunctionName: 7 }]) {
      expect(parseFunctionConfiguration(raw, 'key')).toBeNull()
    }
  })
})
