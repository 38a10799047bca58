import { describe, expect, it } from 'vitest'
import { explainShortage, forecastStorage, fullBytesOf, type KindUse } from '@/lib/domain/forecast-storage'

const DAY_MS = 86_400_000
const lines: KindUse = { kind: 'logLines', bytes: 300, dayBytes: 20, heldDays: 2, keptDays: 7, openBytes: 260 }
const rollups: KindUse = { kind: 'minuteRollups', bytes: 20, dayBytes: 10, heldDays: 2, keptDays: 30, openBytes: 0 }
const other: KindUse = { kind: 'other', bytes: 50, dayBytes: null, heldDays: 0, keptDays: null, openBytes: 0 }

describe('forecastStorage', () => {
  it('adds up what each kind takes when it is as old as it is kept', () => {
    expect([lines, rollups, other].map(fullBytesOf)).toEqual([20 * 8 + 260, 10 * 31, 50])
    expect(forecastStorage([lines, rollups, other], 0).fullBytes).toBe(420 + 310 + 50)
  })

  it('tells the day from which on little is added', () => {
    // 780 when full, 741 nearly; after 26 days 28 of rollups and all of the lines are there: 420 + 280 + 50.
    expect(forecastStorage([lines, rollups, other], 1000).fullAtMs).toBe(1000 + 26 * DAY_MS)
    expect(forecastStorage([{ ...rollups, heldDays: 31 }, other], 0).fullAtMs).toBeNull()
  })

  it('does not guess while a kind is not known', () => {
    const unknown = { ...lines, dayBytes: null }
    expect(fullBytesOf(unknown)).toBeNull()
    expect(forecastStorage([unknown, rollups], 0)).toEqual({ fullBytes: null, fullAtMs: null })
  })
})

describe('explainShortage', () => {
  it('warns when the disk holds less than is still to come, or hardly anything', () => {
    expect(explainShortage(1e9, 4e9, 2.9e9)).toMatch(/short/)
    expect(explainShortage(1e9, 4e9, 3.1e9)).toBeNull()
    expect(explainShortage(1e9, null, 0.9e9)).toMatch(/short/)
    expect(explainShortage(1e9, null, null)).toBeNull()
  })

  it('warns when the database becomes larger than anyone expects', () => {
    expect(explainShortage(1e9, 11e9, null)).toMatch(/large/)
    expect(explainShortage(11e9, null, 1e12)).toMatch(/large/)
  })
})
