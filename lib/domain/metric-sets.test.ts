import { describe, expect, it } from 'vitest'
import { type SetTotal, totalOfSet, totalOfSets } from '@/lib/domain/metric-sets'

const set = (qualifier: string, total: number | null, executedVersion = ''): SetTotal => ({
  qualifier,
  executedVersion,
  total,
})

describe('totals of dimension sets', () => {
  it('is what was answered', () => {
    expect(totalOfSet([set('', 10), set('live', 4)], 'live')).toBe(4)
  })

  it('is 0 for a set without an answer when the others add up to all, otherwise not known', () => {
    expect(totalOfSet([set('', 10), set('live', 4), set('$LATEST', 6)], 'idle')).toBe(0)
    expect(totalOfSet([set('', 10), set('live', 4)], 'idle')).toBeNull()
    expect(totalOfSet([set('', null), set('live', 4)], 'idle')).toBeNull()
    expect(totalOfSet([set('', null)], '')).toBeNull()
  })

  it('does not count the versions of a weighted alias twice', () => {
    const sets = [set('', 10), set('live', 10), set('live', 7, '1'), set('live', 3, '2')]
    expect(totalOfSet(sets, 'idle')).toBe(0)
    expect(totalOfSet(sets, 'live', '2')).toBe(3)
    expect(totalOfSet(sets, 'live', '3')).toBeNull()
    expect(totalOfSet([set('', 0), set('live', 0)], 'live', '3')).toBe(0)
  })

  it('adds sets up only when every one is known', () => {
    const sets = [set('', 10), set('live', 4)]
    const live = { qualifier: 'live', executedVersion: '' }
    expect(totalOfSets(sets, [live, live])).toBe(8)
    expect(totalOfSets(sets, [live, { qualifier: 'x', executedVersion: '' }])).toBeNull()
    expect(totalOfSets(sets, [])).toBe(0)
    expect(totalOfSets(sets, null)).toBeNull()
  })
})
