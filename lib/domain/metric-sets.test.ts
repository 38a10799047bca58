import { describe, expect, it } from 'vitest'
import { type SetTotal, totalOfFunction, totalOfSet, totalOfSets } from '@/lib/domain/metric-sets'

const set = (qualifier: string, total: number | null, executedVersion = ''): SetTotal => ({
  qualifier,
  executedVersion,
  total,
})

describe('totals of dimension sets', () => {
  const sets = [set('', 15), set('live', 10), set('live', 8, '7'), set('live', 2, '8'), set('$LATEST', 5)]

  it('reads what was answered', () => {
    expect(totalOfFunction(sets)).toBe(15)
    expect(totalOfSet(sets, 'live')).toBe(10)
    expect(totalOfSet(sets, 'live', '8')).toBe(2)
    expect(
      totalOfSets(sets, [
        { qualifier: 'live', executedVersion: '7' },
        { qualifier: '$LATEST', executedVersion: '' },
      ]),
    ).toBe(13)
  })

  it('is 0 for a set that was never answered when the others add up to the function', () => {
    expect(totalOfSet(sets, '9')).toBe(0)
    expect(totalOfSet([set('', 15), set('live', 10)], '9')).toBeNull()
  })

  it('is not known when the function itself is not', () => {
    expect(totalOfFunction([set('live', 10)])).toBeNull()
    expect(totalOfSet([set('', null), set('live', 10)], '9')).toBeNull()
  })

  it('is 0 for a version of an alias that nothing came through', () => {
    expect(totalOfSet([set('', 5), set('$LATEST', 5), set('live', 0)], 'live', '7')).toBe(0)
    expect(totalOfSet([set('', 5), set('live', 5)], 'live', '7')).toBeNull()
  })

  it('is not known when one of several is not', () => {
    expect(totalOfSets(sets, null)).toBeNull()
    expect(totalOfSets(sets, [])).toBe(0)
    expect(totalOfSets([set('', 15), set('live', null)], [{ qualifier: 'live', executedVersion: '' }])).toBeNull()
  })
})
