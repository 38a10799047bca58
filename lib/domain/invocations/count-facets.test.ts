import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type CountedGroup,
  countByTime,
  countFacet,
  FACETS,
  type FacetChoice,
  meetsChoice,
} from '@/lib/domain/invocations/count-facets'

const group = (part: Partial<CountedGroup>): CountedGroup => ({
  ...{ atMs: 0, result: 'success', version: '1', start: 'warm', errorType: null, memory: 'under-50', traced: 'no' },
  ...{ memorySizeMb: '128', tenantId: null, invocations: 1, ...part },
})

const anyGroup = fc.record<CountedGroup>({
  atMs: fc.constantFrom(0, 60_000),
  result: fc.constantFrom('success', 'error', 'timeout', 'unknown'),
  version: fc.constantFrom('1', '2'),
  start: fc.constantFrom('cold', 'warm'),
  errorType: fc.constantFrom(null, 'TypeError'),
  memory: fc.constantFrom(null, 'over-90'),
  memorySizeMb: fc.constantFrom(null, '128', '512'),
  traced: fc.constantFrom('yes', 'no'),
  tenantId: fc.constantFrom(null, 'blue'),
  invocations: fc.integer({ min: 1, max: 9 }),
})
const anyChoice = fc.record<FacetChoice>(
  {
    result: fc.constantFrom('success', 'failed', 'error'),
    version: fc.constantFrom('1', '2'),
    start: fc.constantFrom('cold', 'warm'),
    errorType: fc.constant('TypeError'),
    memorySizeMb: fc.constant(512),
  },
  { requiredKeys: [] },
)
const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)

describe('countFacet', () => {
  it('counts each value as it would be if it were chosen', () => {
    fc.assert(
      fc.property(fc.array(anyGroup), anyChoice, fc.constantFrom(...FACETS), (groups, choice, facet) => {
        for (const { value, invocations } of countFacet(groups, choice, facet)) {
          const chosen = groups.filter((one) => meetsChoice(one, { ...choice, [facet]: value }))
          expect(invocations).toBe(sum(chosen.map((one) => one.invocations)))
        }
      }),
    )
  })

  it('keeps the chosen value in sight, also with none, and the most frequent first', () => {
    const groups = [group({ invocations: 2 }), group({ result: 'error', invocations: 5 })]
    expect(countFacet(groups, { result: 'timeout' }, 'result')).toEqual([
      { value: 'error', invocations: 5 },
      { value: 'success', invocations: 2 },
      { value: 'timeout', invocations: 0 },
    ])
  })
})

it('adds up to the same over time as over all', () => {
  fc.assert(
    fc.property(fc.array(anyGroup), anyChoice, (groups, choice) => {
      const overTime = [...countByTime(groups, choice).values()].flatMap((counts) => Object.values(counts))
      expect(sum(overTime)).toBe(
        sum(groups.filter((one) => meetsChoice(one, choice)).map(({ invocations }) => invocations)),
      )
    }),
  )
})
