import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { parseQuery } from '@/lib/server/http-input'

const Query = z.strictObject({ from: z.coerce.number(), qualifier: z.optional(z.string()) })
const read = (query: string) => () => parseQuery(Query, new URLSearchParams(query))

describe('a query that cannot be used says which part, and how to mend it', () => {
  it.each([
    ['', 'from is missing.'],
    ['from=yesterday', 'from must be a number, not "yesterday".'],
    ['from=1&form=2', 'Unknown: form.'],
    ['from=1&from=2', 'The parameter from is given more than once.'],
    ['from=1&qualifier=%00', 'The address holds a NUL character (%00). Leave it out.'],
  ])('%s', (query, message) => {
    expect(read(query)).toThrow(message)
  })

  it('takes an empty value as one that was left out', () => {
    expect(read('from=1&qualifier=')()).toEqual({ from: 1 })
  })
})
