import { type ParsedResult, parse } from 'chrono-node/en'
import { LAST_MOMENT_MS, LONGEST_WINDOW_MS, parseSpan } from '@/lib/domain/time-range'

/** A range in words: one that moves with the clock ('90m'), two moments in epoch milliseconds, or why it is neither. */
export type TypedRange = { preset: string } | { fromMs: number; toMs: number } | { problem: string }

type Zone = 'utc' | 'local'
type Moment = { atMs: number; hasTime: boolean; hasDay: boolean }

const DAYS_OF = { week: 7, month: 30 }
const RELATIVE =
  /^(?:(?:the )?(?:last|past) )?(\d{1,6}) ?(m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:(?:ee)?ks?)?|mo(?:nths?)?)$/
const LAST_ONE = /^(?:the )?(?:(?:last|past) (minute|hour|day)|past (week|month))$/
const CALENDAR = /^((?:since|from) )?(this|last|previous) (week|month)$/
/* What chrono takes for one day of them. */
const OF_MANY_DAYS = /\b(?:weeks?|months?|years?)\b/
const WEEKS_AGO = /\b(\d{1,2}|a) weeks? ago\b/
const BETWEEN = /\s+(?:to|until|till|and|-|–|—)\s+|(?<=\d)\s?[-–]\s?(?=\d{1,2}:\d{2}(?!\d))/
const SINCE = /^(?:since|from|after)\s+/
const EXAMPLES = 'Try "yesterday 14:00 to 15:30", "last 90 minutes", "last week", "20 Nov" or "since 8am".'

/**
 * Reads what a person types as a range: "45m", "last 2 days", "yesterday", "yesterday 14:00 to 15:30", "20 Nov 10:00 to
 * 21 Nov 11:30", "since 8am", "3 hours ago", "last week". A day alone is that whole day, a moment alone lasts until now.
 * Clock times without a day that are still to come are yesterday's. Weeks begin on Monday; so many weeks or months are so
 * many times 7 or 30 days. What names no day is refused. zone: whose midnight and clock is meant.
 */
export function parseTypedRange(text: string, nowMs: number, zone: Zone): TypedRange {
  const words = text.trim().toLowerCase().replace(/\s+/g, ' ')
  if (words === '') return { problem: EXAMPLES }
  const preset = readRelative(words)
  if (preset !== null) {
    return parseSpan(preset) === null ? { problem: 'A range is at most 92 days long.' } : { preset }
  }
  const range = readCalendar(words, nowMs, zone) ?? readMoments(daysAgo(words), nowMs, zone)
  if (range === null) return { problem: `That is no range. ${EXAMPLES}` }
  const { fromMs, toMs } = range
  if (!(fromMs >= 0 && toMs <= LAST_MOMENT_MS)) return { problem: `That is no range. ${EXAMPLES}` }
  if (fromMs >= nowMs) return { problem: 'That has not happened yet.' }
  if (toMs <= fromMs) return { problem: 'The end must be after the start.' }
  return toMs - fromMs > LONGEST_WINDOW_MS ? { problem: 'A range is at most 92 days long.' } : { fromMs, toMs }
}

function readRelative(words: string): string | null {
  const [, count, unit] = RELATIVE.exec(words) ?? []
  if (count !== undefined && unit !== undefined) return spanOf(Number(count), unit)
  const [, one, long] = LAST_ONE.exec(words) ?? []
  const named = one ?? long
  return named === undefined ? null : spanOf(1, named)
}

function spanOf(count: number, unit: string): string {
  if (unit.startsWith('mo')) return `${count * DAYS_OF.month}d`
  return unit.startsWith('w') ? `${count * DAYS_OF.week}d` : `${count}${unit.charAt(0)}`
}

/** The day so many weeks ago, in words that name a day. */
function daysAgo(words: string): string {
  return words.replace(
    WEEKS_AGO,
    (_, count: string) => `${(count === 'a' ? 1 : Number(count)) * DAYS_OF.week} days ago`,
  )
}

/** "this week" until now, "last month" as the calendar has it, "since last week" from its beginning. */
function readCalendar(words: string, nowMs: number, zone: Zone): { fromMs: number; toMs: number } | null {
  const [found, since, which, unit] = CALENDAR.exec(words) ?? []
  if (found === undefined || unit === undefined) return null
  const start = startOf(unit, nowMs, zone)
  if (which === 'this') return { fromMs: start, toMs: nowMs }
  return { fromMs: startOf(unit, moveDay(start, -1, zone), zone), toMs: since === undefined ? start : nowMs }
}

function startOf(unit: string, atMs: number, zone: Zone): number {
  const day = new Date(startOfDay(atMs, zone))
  const [weekday, ofMonth] = zone === 'utc' ? [day.getUTCDay(), day.getUTCDate()] : [day.getDay(), day.getDate()]
  return moveDay(day.getTime(), unit === 'week' ? -((weekday + 6) % 7) : 1 - ofMonth, zone)
}

function readMoments(words: string, nowMs: number, zone: Zone): { fromMs: number; toMs: number } | null {
  const parts = words
    .replace(SINCE, '')
    .replace(/^between\s+/, '')
    .split(BETWEEN)
  const [first, second, ...more] = parts
  if (first === undefined || more.length > 0) return null
  const from = readMoment(first, nowMs, zone)
  if (from === null) return null
  const start = from.hasTime ? from.atMs : startOfDay(from.atMs, zone)
  const isToCome = !from.hasDay && start > nowMs
  const fromMs = isToCome ? moveDay(start, -1, zone) : start
  if (second === undefined) {
    if (from.hasTime || SINCE.test(words)) return { fromMs, toMs: nowMs }
    return { fromMs: start, toMs: Math.min(moveDay(start, 1, zone), Math.max(nowMs, start)) }
  }
  if (second === 'now') return { fromMs, toMs: nowMs }
  const to = readMoment(second, start, zone)
  if (to === null) return null
  const end = to.hasTime ? to.atMs : moveDay(startOfDay(to.atMs, zone), 1, zone)
  if (to.hasDay) return { fromMs, toMs: end }
  // A clock time alone belongs to the day of the start, or to the night after it.
  const sameDay = isToCome ? moveDay(end, -1, zone) : end
  return { fromMs, toMs: sameDay <= fromMs ? moveDay(sameDay, 1, zone) : sameDay }
}

function readMoment(words: string, referenceMs: number, zone: Zone): Moment | null {
  if (OF_MANY_DAYS.test(words)) return null
  const reference = { instant: new Date(referenceMs), ...(zone === 'utc' ? { timezone: 'UTC' } : {}) }
  const [found, ...more] = parse(words, reference)
  if (found === undefined || more.length > 0 || found.text.length !== words.length || found.end != null) return null
  const [hasTime, hasDay] = [found.start.isCertain('hour'), namesDay(found)]
  return hasTime || hasDay ? { atMs: found.start.date().getTime(), hasTime, hasDay } : null
}

function namesDay({ start }: ParsedResult): boolean {
  return start.isCertain('day') || start.isCertain('weekday')
}

function startOfDay(atMs: number, zone: Zone): number {
  const day = new Date(atMs)
  return zone === 'utc' ? day.setUTCHours(0, 0, 0, 0) : day.setHours(0, 0, 0, 0)
}

/** The same clock time some days later: 23 to 25 hours a day where clocks are changed. */
function moveDay(atMs: number, days: number, zone: Zone): number {
  const day = new Date(atMs)
  return zone === 'utc' ? day.setUTCDate(day.getUTCDate() + days) : day.setDate(day.getDate() + days)
}
