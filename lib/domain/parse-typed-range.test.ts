import { afterEach, expect, it } from 'vitest'
import { parseTypedRange } from '@/lib/domain/parse-typed-range'

const NOW = Date.parse('2026-11-26T13:20:00Z')
const zone = process.env.TZ

afterEach(() => {
  process.env.TZ = zone
})

function moments(text: string, now = NOW, where: 'utc' | 'local' = 'utc') {
  const range = parseTypedRange(text, now, where)
  return 'fromMs' in range ? [range.fromMs, range.toMs].map((ms) => new Date(ms).toISOString().slice(0, 16)) : range
}

it.each([
  ['45m', '45m'],
  ['last 90 minutes', '90m'],
  ['Past 2 hours', '2h'],
  ['the last 3 days', '3d'],
  ['last hour', '1h'],
  [' 12  hrs ', '12h'],
  ['1w', '7d'],
  ['last 2 weeks', '14d'],
  ['past week', '7d'],
  ['last 3 months', '90d'],
])('%s moves with the clock', (text, preset) => {
  expect(parseTypedRange(text, NOW, 'utc')).toEqual({ preset })
})

it.each([
  ['yesterday 14:00 to 15:30', '2026-11-25T14:00', '2026-11-25T15:30'],
  ['yesterday 2pm - 3:30pm', '2026-11-25T14:00', '2026-11-25T15:30'],
  ['10:00-11:15', '2026-11-26T10:00', '2026-11-26T11:15'],
  ['14:00 to 15:30', '2026-11-25T14:00', '2026-11-25T15:30'],
  ['yesterday 22:00 to 01:00', '2026-11-25T22:00', '2026-11-26T01:00'],
  ['20 Nov 10:00 to 21 Nov 11:30', '2026-11-20T10:00', '2026-11-21T11:30'],
  ['2026-11-20 to 2026-11-21', '2026-11-20T00:00', '2026-11-22T00:00'],
  ['2026-11-20T10:00Z to 2026-11-20T11:00Z', '2026-11-20T10:00', '2026-11-20T11:00'],
  ['yesterday', '2026-11-25T00:00', '2026-11-26T00:00'],
  ['today', '2026-11-26T00:00', '2026-11-26T13:20'],
  ['20 nov', '2026-11-20T00:00', '2026-11-21T00:00'],
  ['monday 9am to 5pm', '2026-11-23T09:00', '2026-11-23T17:00'],
  ['since 8am', '2026-11-26T08:00', '2026-11-26T13:20'],
  ['since yesterday', '2026-11-25T00:00', '2026-11-26T13:20'],
  ['3 hours ago', '2026-11-26T10:20', '2026-11-26T13:20'],
  ['this week', '2026-11-23T00:00', '2026-11-26T13:20'],
  ['last week', '2026-11-16T00:00', '2026-11-23T00:00'],
  ['since last week', '2026-11-16T00:00', '2026-11-26T13:20'],
  ['this month', '2026-11-01T00:00', '2026-11-26T13:20'],
  ['last month', '2026-10-01T00:00', '2026-11-01T00:00'],
  ['2 weeks ago', '2026-11-12T00:00', '2026-11-13T00:00'],
  ['yesterday 18:00 to now', '2026-11-25T18:00', '2026-11-26T13:20'],
])('%s is two moments', (text, from, to) => {
  expect(moments(text)).toEqual([from, to])
})

it.each([
  ['', /Try/],
  ['soonish', /no range/],
  ['november', /no range/],
  ['last year', /no range/],
  ['last week to yesterday', /no range/],
  ['last 4 months', /92 days/],
  ['yesterday 14:00 to 13:00 to 12:00', /no range/],
  ['tomorrow', /not happened yet/],
  ['20 nov to 18 nov', /after the start/],
  ['last 200 days', /92 days/],
  ['2026-01-01 to 2026-11-01', /92 days/],
])('%s is refused with a reason', (text, problem) => {
  expect(parseTypedRange(text, NOW, 'utc')).toEqual({ problem: expect.stringMatching(problem) })
})

it.each([
  // 25 October has 25 hours in Berlin, 29 March has 23.
  ['25 oct', '2026-11-26T13:20', '2026-10-24T22:00', '2026-10-25T23:00'],
  ['29 mar', '2026-04-20T13:20', '2026-03-28T23:00', '2026-03-29T22:00'],
  ['yesterday', '2026-10-26T08:00', '2026-10-24T22:00', '2026-10-25T23:00'],
  ['yesterday', '2026-03-30T08:00', '2026-03-28T23:00', '2026-03-29T22:00'],
  ['14:00 to 15:30', '2026-10-25T09:00', '2026-10-24T12:00', '2026-10-24T13:30'],
  ['14:00 to 15:30', '2026-03-29T09:00', '2026-03-28T13:00', '2026-03-28T14:30'],
  ['24 oct 23:00 to 23:30', '2026-10-26T08:00', '2026-10-24T21:00', '2026-10-24T21:30'],
  ['24 oct 23:00 to 6:00', '2026-10-26T08:00', '2026-10-24T21:00', '2026-10-25T05:00'],
  ['28 mar 23:00 to 6:00', '2026-03-30T08:00', '2026-03-28T22:00', '2026-03-29T04:00'],
  ['since 18:00', '2026-10-25T09:00', '2026-10-24T16:00', '2026-10-25T09:00'],
  ['last week', '2026-10-28T09:00', '2026-10-18T22:00', '2026-10-25T23:00'],
  ['last month', '2026-11-10T09:00', '2026-09-30T22:00', '2026-10-31T23:00'],
])('%s at %s is read by the clocks of a place that changes them', (text, now, from, to) => {
  process.env.TZ = 'Europe/Berlin'
  expect(moments(text, Date.parse(`${now}Z`), 'local')).toEqual([from, to])
})
