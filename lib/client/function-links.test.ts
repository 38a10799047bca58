import { expect, it } from 'vitest'
import { failedOf } from '@/lib/client/function-links'

it('leads from the errors of a version to all that failed, timeouts too', () => {
  expect(failedOf('7', { region: 'eu-west-1' })).toEqual({ region: 'eu-west-1', qualifier: '7', result: 'failed' })
})
