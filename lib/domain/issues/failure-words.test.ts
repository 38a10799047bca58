import { expect, it } from 'vitest'
import { failureWords } from '@/lib/domain/issues/failure-words'

it('names what is in the lines of a failure', () => {
  const of = (issueClass: 'error' | 'timeout', type: string, example: string | null) =>
    failureWords({ class: issueClass, type, example })
  expect(of('timeout', 'Timeout', null)[0]).toBe('Task timed out')
  expect(of('error', 'KeyError', 'no such key')).toEqual(['KeyError'])
  expect(of('error', 'Error', 'no stock left\nat f')).toEqual(['no stock left'])
  expect(of('error', 'Error', null)).toEqual(['ERROR'])
})
