import { describe, expect, it } from 'vitest'
import { readSeries, readTables, writeSeries, writeTable } from '@/lib/client/shown-param'

const holding = (name: string, value: string) => new URLSearchParams({ [name]: value })

describe('what charts show, in the URL', () => {
  it('names the charts that are tables, and forgets one alone', () => {
    const both = holding(
      'data',
      writeTable(holding('data', writeTable(holding('data', ''), 'errors', true)), 'cost', true),
    )
    expect(readTables(both)).toEqual(['errors', 'cost'])
    expect(writeTable(both, 'errors', false)).toBe('cost')
    expect(writeTable(holding('data', 'cost'), 'cost', false)).toBe('')
  })

  it.each(['errors', 'a:b', 'team=a,b', '100 %', 'ünïcode/1'])('keeps a series of any name: %s', (key) => {
    const params = holding('series', writeSeries(holding('series', 'other:p95'), 'cost', [key, 'rest']))
    expect(readSeries(params, 'cost')).toEqual(new Set([key, 'rest']))
    expect(readSeries(params, 'other')).toEqual(new Set(['p95']))
    expect(readSeries(params, 'none')).toBeNull()
    expect(writeSeries(params, 'cost', null)).toBe('other:p95')
  })

  it('takes nothing from what it did not write', () => {
    for (const text of ['', 'cost', ':', 'cost:a:b', ',,', 'cost:'])
      expect(readSeries(holding('series', text), 'cost')).toBeNull()
    expect(readSeries(holding('series', 'cost:%'), 'cost')).toEqual(new Set(['%']))
  })
})
