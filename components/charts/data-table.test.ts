import { describe, expect, it } from 'vitest'
import { formatCsv, formatJson } from '@/components/charts/data-table'

const TABLE = {
  columns: ['time', 'p95, ms', 'a "b"'],
  rows: [
    ['2026-11-20T12:00:00.000Z', 0, null],
    ['2026-11-20T12:01:00.000Z', -1.5, '=1+1'],
  ],
}

describe('a table that is taken along', () => {
  it('is comma-separated: 0 is 0, what is not known is empty, and no name is a formula', () => {
    expect(formatCsv(TABLE)).toBe(
      'time,"p95, ms","a ""b"""\r\n2026-11-20T12:00:00.000Z,0,\r\n2026-11-20T12:01:00.000Z,-1.5,\'=1+1\r\n',
    )
  })

  it('is a list of records: what is not known is null', () => {
    expect(JSON.parse(formatJson(TABLE))).toEqual([
      { time: '2026-11-20T12:00:00.000Z', 'p95, ms': 0, 'a "b"': null },
      { time: '2026-11-20T12:01:00.000Z', 'p95, ms': -1.5, 'a "b"': '=1+1' },
    ])
  })
})
