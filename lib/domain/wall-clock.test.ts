import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { readWallClock, writeWallClock, zoneWords } from '@/lib/domain/wall-clock'

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe']
const at = (iso: string) => Date.parse(iso)

it('shows and reads the clocks of the zone that is asked for, whatever the zone of the machine', () => {
  expect(writeWallClock(at('2026-11-24T06:50:31Z'), 'Asia/Kolkata')).toBe('2026-11-24T12:20')
  expect(readWallClock('2026-11-24T12:20', 'Asia/Kolkata')).toBe(at('2026-11-24T06:50Z'))
  expect(readWallClock('2026-07-01T08:00', 'America/New_York')).toBe(at('2026-07-01T12:00Z'))
})

it('takes the first of a time that comes twice, and moves one that is skipped behind the change', () => {
  expect(readWallClock('2026-10-25T02:30', 'Europe/Berlin')).toBe(at('2026-10-25T00:30Z'))
  expect(readWallClock('2026-03-29T02:30', 'Europe/Berlin')).toBe(at('2026-03-29T01:30Z'))
  expect(readWallClock('2026-03-08T02:30', 'America/New_York')).toBe(at('2026-03-08T07:30Z'))
})

it('is not a number for what is no moment', () => {
  for (const text of ['', '2026-13-01T00:00', 'soon']) expect(readWallClock(text, 'Europe/Berlin')).toBeNaN()
})

it('reads what it wrote in every zone, but for the second of two', () => {
  const minutes = fc.integer({ min: 0, max: at('2030-01-01T00:00Z') / 60_000 })
  fc.assert(
    fc.property(minutes, fc.constantFrom(...ZONES), (minute, zone) => {
      const text = writeWallClock(minute * 60_000, zone)
      expect(writeWallClock(readWallClock(text, zone), zone)).toBe(text)
    }),
  )
})

it('names the zone as it is at the moment', () => {
  expect(zoneWords(at('2026-01-01T00:00Z'), 'UTC')).toBe('UTC')
  expect(zoneWords(at('2026-01-01T00:00Z'), 'Europe/Berlin')).toBe('UTC+1')
  expect(zoneWords(at('2026-07-01T00:00Z'), 'Europe/Berlin')).toBe('UTC+2')
})
