import { expect, it } from 'vitest'
import { hasOneSize } from '@/components/performance/has-one-size'

it('tells one Memory Size, cold and warm, from several', () => {
  expect(hasOneSize([{ memoryMb: 512 }, { memoryMb: 512 }])).toBe(true)
  expect(hasOneSize([{ memoryMb: 512 }, { memoryMb: 1024 }])).toBe(false)
})
