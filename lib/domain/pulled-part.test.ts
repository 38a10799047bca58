import { expect, it } from 'vitest'
import { describePulledPart, describePullStarts } from '@/lib/domain/pulled-part'

const HOUR = 3_600_000
const FROM = Date.UTC(2026, 10, 20)
const WINDOW = { fromMs: FROM, toMs: FROM + 48 * HOUR }
const since = (countedFromMs: number, loggedFromMs = countedFromMs) =>
  describePullStarts({ ...WINDOW, countedFromMs, loggedFromMs }, 'UTC')

it('says nothing of a window that is pulled whole, else which part of it is, or that none is', () => {
  expect(describePulledPart(WINDOW, FROM)).toBeNull()
  expect(describePulledPart(WINDOW, FROM + 42 * HOUR)).toEqual({ kind: 'part', words: '6 h of 2 d pulled' })
  expect(describePulledPart(WINDOW, WINDOW.toMs)).toEqual({ kind: 'beyond', words: 'before all that is pulled' })
})

it('says since when figures are counted: those from log lines apart where they begin elsewhere', () => {
  expect(since(FROM)).toBeNull()
  expect(since(FROM + HOUR)).toBe('figures since 2026-11-20 01:00 UTC: nothing earlier is pulled')
  expect(since(FROM, FROM + HOUR)).toBe('log lines since 2026-11-20 01:00 UTC')
  expect(since(FROM + HOUR, WINDOW.toMs)).toBe(
    'CloudWatch’s counts since 2026-11-20 01:00 UTC, log lines: none of this window is pulled',
  )
  expect(since(WINDOW.toMs)).toBe('this window lies before all that is pulled')
})
