import { describe, expect, it } from 'vitest'
import { suggestTerms } from '@/components/logs/suggest-terms'

const VOCABULARY = { functions: ['orders-api', 'mailer'], fields: ['order.id', 'level'] }
const labels = (text: string, cursor = text.length) => suggestTerms(text, cursor, VOCABULARY).map(({ label }) => label)

describe('suggestTerms', () => {
  it.each([
    ['', 'level:', true],
    ['card lev', 'level:', true],
    ['-lev', 'level:', true],
    ['ord', 'order.id:', true],
    ['level:', 'error', true],
    ['level:wa', '>=warn', true],
    ['level:error', 'error', false],
    ['function:api', 'orders-api', true],
    ['request:', 'error', false],
  ])('for %s offers %s: %s', (text, label, expected) => {
    expect(labels(text).includes(label)).toBe(expected)
  })

  it('stands for what is typed of the term at the cursor', () => {
    const [first] = suggestTerms('a function:ord b', 14, VOCABULARY)
    expect(first).toMatchObject({ from: 11, to: 14, insert: 'orders-api ' })
  })
})
