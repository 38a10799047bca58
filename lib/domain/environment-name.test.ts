import { expect, it } from 'vitest'
import { environmentName } from '@/lib/domain/environment-name'

it('names an environment by the last part of its stream, and a stream without one by itself', () => {
  expect(environmentName('2026/11/20/[42]0123456789abcdef0123456789abcdef')).toBe('012345…cdef')
  expect(environmentName('own-name')).toBe('own-name')
})
