import { expect, it } from 'vitest'
import { formatWindow } from '@/lib/domain/format-window'

const words = (from: string, to: string, zone: string) =>
  formatWindow({ fromMs: Date.parse(from), toMs: Date.parse(to) }, zone)

it('says a day once, and always the zone of the clocks', () => {
  expect(words('2026-11-24T06:50:31Z', '2026-11-24T08:00Z', 'UTC')).toBe('2026-11-24 06:50 to 08:00 UTC')
  expect(words('2026-11-24T23:30Z', '2026-11-25T01:00Z', 'UTC')).toBe('2026-11-24 23:30 to 2026-11-25 01:00 UTC')
  expect(words('2026-11-24T23:30Z', '2026-11-25T01:00Z', 'Europe/Berlin')).toBe('2026-11-25 00:30 to 02:00 UTC+1')
})

it('says both offsets where clocks change in between', () => {
  expect(words('2026-10-25T00:00Z', '2026-10-25T02:00Z', 'Europe/Berlin')).toBe('2026-10-25 02:00 UTC+2 to 03:00 UTC+1')
})
