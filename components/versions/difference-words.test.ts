import { expect, it } from 'vitest'
import { withoutPrevious } from '@/components/versions/difference-words'

it('calls the oldest version the first only where it is number 1', () => {
  expect(['1', '14', '$LATEST'].map(withoutPrevious)).toEqual([
    'the first',
    'the oldest that is kept',
    'no version is published',
  ])
})
