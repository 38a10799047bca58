import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatAbsoluteTime,
  formatBytes,
  formatCount,
  formatDuration,
  formatMemory,
  formatPercent,
  formatRelativeTime,
  formatUsd,
  shortenId,
} from '@/lib/domain/format'

const MIN = 60_000

it.each([
  [0, '0 ms'],
  [0.42, '0.42 ms'],
  [3.4, '3.4 ms'],
  [3.456, '3.46 ms'],
  [812, '812 ms'],
  [812.4, '812 ms'],
  [999.4, '999 ms'],
  [999.6, '1 s'],
  [1000, '1 s'],
  [1236.04, '1.24 s'],
  [9999.79, '10 s'],
  [59_940, '59.9 s'],
  [59_999, '1 min'],
  [65_000, '1 min 5 s'],
  [900_000, '15 min'],
  [3_599_999, '1 h'],
  [7_500_000, '2 h 5 min'],
  [86_399_999, '1 d'],
  [100 * 3_600_000, '4 d 4 h'],
  [-5, '-5 ms'],
  [-65_000, '-1 min 5 s'],
])('formatDuration(%d) is %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

it.each([
  [0, '0'],
  [812, '812'],
  [0.5, '0.5'],
  [999.6, '1 k'],
  [3_400, '3.4 k'],
  [999_700, '1 M'],
  [12_080_000, '12.1 M'],
  [5e9, '5 B'],
  [-3_400, '-3.4 k'],
])('formatCount(%d) is %s', (count, text) => {
  expect(formatCount(count)).toBe(text)
})

it.each([
  [512, '512 B'],
  [1536, '1.5 KB'],
  [134_217_728, '128 MB'],
])('formatBytes(%d) is %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

it.each([
  [128, '128 MB'],
  [1024, '1024 MB'],
  [1769, '1769 MB'],
  [10_240, '10240 MB'],
])('formatMemory(%d) is %s', (memoryMb, text) => {
  expect(formatMemory(memoryMb)).toBe(text)
})

it.each([
  [0, '$0'],
  [0.42, '$0.42'],
  [0.4, '$0.40'],
  [0.00314, '$0.0031'],
  [0.00000042, '$0.00000042'],
  [4.2, '$4.20'],
  [9.999, '$10'],
  [12.34, '$12.3'],
  [1234, '$1.23 k'],
  [-0.42, '-$0.42'],
])('formatUsd(%d) is %s', (usd, text) => {
  expect(formatUsd(usd)).toBe(text)
})

it.each([
  [0, '0 %'],
  [0.0031, '0.31 %'],
  [0.5, '50 %'],
  [0.99996, '99.9 %'],
  [1, '100 %'],
  [1.02, '102 %'],
  [0.0000001, '< 0.001 %'],
])('formatPercent(%d) is %s', (share, text) => {
  expect(formatPercent(share)).toBe(text)
})

it.each([
  [0, 'now'],
  [12_000, '12 s ago'],
  [4 * MIN, '4 min ago'],
  [4 * MIN + 59_000, '4 min ago'],
  [125 * MIN, '2 h ago'],
  [50 * 60 * MIN, '2 d ago'],
  [-5 * MIN, 'in 5 min'],
])('a moment %d ms back is %s', (backMs, text) => {
  expect(formatRelativeTime(1e12 - backMs, 1e12)).toBe(text)
})

describe('formatAbsoluteTime', () => {
  const at = Date.UTC(2026, 10, 24, 23, 50, 12)

  it.each([
    [at, 'UTC', '2026-11-24 23:50:12 UTC'],
    [at + 45, 'UTC', '2026-11-24 23:50:12.045 UTC'],
    [at, 'Europe/Berlin', '2026-11-25 00:50:12 UTC+1'],
    [at, 'Asia/Kolkata', '2026-11-25 05:20:12 UTC+5:30'],
    [at, 'America/St_Johns', '2026-11-24 20:20:12 UTC-3:30'],
    [at, 'Pacific/Kiritimati', '2026-11-25 13:50:12 UTC+14'],
    [Date.UTC(2026, 9, 25, 0, 59, 59), 'Europe/Berlin', '2026-10-25 02:59:59 UTC+2'],
    [Date.UTC(2026, 9, 25, 1), 'Europe/Berlin', '2026-10-25 02:00:00 UTC+1'],
    [8.64e15, 'UTC', '+275760-09-13 00:00:00 UTC'],
    [8.64e15, 'Asia/Kolkata', '—'],
  ])('gives %d in %s as %s', (atMs, zone, text) => {
    expect(formatAbsoluteTime(atMs, zone)).toBe(text)
  })

  it('agrees with the ISO form in UTC', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (atMs) => {
        const iso = new Date(atMs).toISOString().replace('T', ' ').replace('.000', '').replace('Z', ' UTC')
        expect(formatAbsoluteTime(atMs, 'UTC')).toBe(iso)
      }),
    )
  })
})

describe('shortenId', () => {
  it.each([
    ['79b5e81f-1c2d-4e3f-8a9b-0123456789ab', '79b5e81f…89ab'],
    ['1-5f84c7a5-0cc4438344b48ef127ab1931', '1-5f84c7…1931'],
    ['short-id', 'short-id'],
    ['', '—'],
  ])('shortens %j to %j', (id, text) => {
    expect(shortenId(id)).toBe(text)
  })
})

const formatters = [formatDuration, formatCount, formatBytes, formatMemory, formatUsd, formatPercent]

it('shows a dash for what is not known', () => {
  for (const format of formatters) {
    for (const absent of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY]) expect(format(absent)).toBe('—')
  }
  expect(formatRelativeTime(null, 0)).toBe('—')
  expect(formatAbsoluteTime(undefined, 'UTC')).toBe('—')
  expect(shortenId(null)).toBe('—')
})

it('never shows more than three significant digits, nor an exponent', () => {
  const value = fc.double({ min: 1e-9, max: 1e12, noNaN: true })
  fc.assert(
    fc.property(value, (number) => {
      for (const format of [formatCount, formatUsd, formatPercent]) {
        const text = format(number)
        const significant = text.replace(/\D/g, '').replace(/^0+/, '').replace(/0+$/, '')
        expect(significant.length).toBeLessThanOrEqual(3)
        expect(text).not.toMatch(/e/)
      }
    }),
  )
})
