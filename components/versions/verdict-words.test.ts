import { expect, it } from 'vitest'
import { RULES } from '@/components/versions/verdict-words'

it('promises its 5 % for one look alone, because a live page looks again and again', () => {
  expect(RULES).toContain('together 5 % for one look')
  expect(RULES).toContain('one of many looks says worse more often than that')
})
