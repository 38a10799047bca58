import { expect, it } from 'vitest'
import { formatLineTime } from '@/components/logs/format-moment'

const words = (iso: string, zone = 'UTC') => formatLineTime(Date.parse(iso), zone, '2026-11-27')

it('names the day of a line that is not of today, in the zone that is shown', () => {
  expect(words('2026-11-27T14:03:22.123Z')).toBe('14:03:22.123')
  expect(words('2026-11-26T14:03:22.123Z')).toBe('11-26 14:03:22')
  expect(words('2026-11-26T23:30:00.000Z', 'Europe/Berlin')).toBe('00:30:00.000')
  expect(words('2025-12-31T23:59:59.000Z')).toBe('25-12-31 23:59')
})
