import { describe, expect, it } from 'vitest'
import { findInvocation, invocationId, keysOfRequest, parseInvocationId } from '@/lib/domain/invocation-id'

const at = (atMs: number, key: string) => ({ id: invocationId(atMs, key), atMs })

describe('invocationId', () => {
  it('is read back, and other text is none', () => {
    expect(parseInvocationId(invocationId(1_795_746_240_713, '744a4b0fa493325a'))).toEqual({
      atMs: 1_795_746_240_713,
      key: '744a4b0fa493325a',
    })
    expect(parseInvocationId('744a4b0fa493325a')).toBeNull()
  })
})

describe('keysOfRequest', () => {
  it('spans what the line that an attempt began with decides', () => {
    expect(keysOfRequest('744a4b0fa493325a')).toEqual({ first: '744a4b0fa4000000', last: '744a4b0fa4ffffff' })
  })
})

describe('findInvocation', () => {
  const items = [at(5000, '744a4b0fa4111111'), at(9000, '744a4b0fa4222222'), at(5001, '0000000000333333')]

  it('finds what has the ID, or else the nearest attempt at the same request', () => {
    expect(findInvocation(items, items[1]?.id ?? null)).toBe(items[1])
    expect(findInvocation(items, invocationId(5003, '744a4b0fa4abcdef'))).toBe(items[0])
    expect(findInvocation(items, invocationId(8003, '744a4b0fa4abcdef'))).toBe(items[1])
    expect(findInvocation(items, invocationId(5003, 'ffffffffff111111'))).toBeNull()
    expect(findInvocation(items, null)).toBeNull()
  })
})
