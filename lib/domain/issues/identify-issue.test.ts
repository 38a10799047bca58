import { describe, expect, it } from 'vitest'
import { type FailedInvocation, identifyIssue } from '@/lib/domain/issues/identify-issue'

const FAILED: FailedInvocation = {
  result: 'error',
  errorType: 'ValueError',
  errorMessage: 'order 17 is bad',
  errorFrame: 'check (/var/task/rules.py)',
  functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders',
}
const keyOf = (change: Partial<FailedInvocation>) => identifyIssue({ ...FAILED, ...change })?.key
const OTHER = 'arn:aws:lambda:eu-west-1:111122223333:function:billing'

describe('the issue of a failed invocation', () => {
  it('is told by class, type, message shape and top frame', () => {
    expect(identifyIssue(FAILED)).toMatchObject({
      class: 'error',
      type: 'ValueError',
      shape: 'order # is bad',
      frame: 'check (/var/task/rules.py)',
    })
    for (const change of [
      { result: 'init-error' },
      { errorType: 'KeyError' },
      { errorMessage: 'order 17 is worse' },
      { errorFrame: 'main (/var/task/rules.py)' },
    ])
      expect(keyOf(change)).not.toBe(keyOf({}))
  })

  it('is one over functions and whatever numbers the message has', () => {
    expect(keyOf({ functionArn: OTHER, errorMessage: 'order 18 is bad' })).toBe(keyOf({}))
  })

  it('is one over functions where no frame is known, by what was said', () => {
    expect(keyOf({ errorFrame: null, functionArn: OTHER })).toBe(keyOf({ errorFrame: null }))
    expect(keyOf({ errorFrame: null })).not.toBe(keyOf({}))
  })

  it('is the own of a function where neither frame nor words tell the place', () => {
    const mute = { errorFrame: null, errorMessage: null }
    expect(keyOf({ ...mute, functionArn: OTHER })).not.toBe(keyOf(mute))
  })

  it('is one a function for time-outs and out of memory, whatever was said last', () => {
    const timeout = { result: 'timeout', errorType: null, errorMessage: null, errorFrame: null }
    const outOfMemory = { ...timeout, result: 'out-of-memory' }
    expect(keyOf({ ...timeout, errorMessage: 'Task timed out after 3.00 seconds' })).toBe(keyOf(timeout))
    expect(keyOf({ ...outOfMemory, errorType: 'Runtime.OutOfMemory' })).toBe(keyOf(outOfMemory))
    expect(keyOf(outOfMemory)).not.toBe(keyOf(timeout))
    expect(keyOf({ ...timeout, functionArn: OTHER })).not.toBe(keyOf(timeout))
  })

  it('does not depend on how the log format names the type', () => {
    const one = keyOf({ result: 'init-error', errorType: 'Runtime.ImportModuleError' })
    expect(keyOf({ result: 'init-error', errorType: 'ImportModuleError' })).toBe(one)
    expect(keyOf({ errorType: 'Function<KeyError>' })).toBe(keyOf({ errorType: 'KeyError' }))
  })

  it('does not exist for what did not fail', () => {
    expect(identifyIssue({ ...FAILED, result: 'success' })).toBeNull()
    expect(identifyIssue({ ...FAILED, result: 'unknown' })).toBeNull()
  })
})
