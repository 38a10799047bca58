import { expect, it } from 'vitest'
import { resultWords } from '@/lib/client/result-words'

it('draws what failed in reds, each kind in its own, and never in the colour of throttles or of 4xx', () => {
  const failed = ['error', 'timeout', 'out-of-memory'].map((result) => resultWords(result).color)
  expect(new Set(failed).size).toBe(failed.length)
  for (const color of failed) expect(color).toMatch(/^var\(--fault/)
  expect(resultWords('init-error').color).toBe(resultWords('error').color)
  expect(resultWords('success').color).toBe('var(--ok)')
})
