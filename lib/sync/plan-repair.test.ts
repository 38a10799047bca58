import { expect, it } from 'vitest'
import { LATE_LINES, LATER_LINES } from '@/lib/sync/plan-overlap'
import { advanceRepair, beginRepair, planRepair } from '@/lib/sync/plan-repair'
import { addRange, findHoles, type TimeRange } from '@/lib/sync/time-ranges'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const START_MS = Date.UTC(2026, 10, 20, 12)

/** Runs every 30 s for so many hours; the windows that were read, with the moment of each. */
function follow(
  hours: number,
  pagesAnHour: number,
  firstMs = 0,
  isAsleep: (nowMs: number) => boolean = () => false,
): { atMs: number; window: TimeRange }[] {
  const read: { atMs: number; window: TimeRange }[] = []
  let repair = beginRepair(START_MS, LATER_LINES)
  for (let nowMs = START_MS; nowMs < START_MS + hours * HOUR_MS; nowMs += 30_000) {
    if (isAsleep(nowMs)) continue
    const plan = planRepair(repair, { nowMs, firstMs }, LATER_LINES)
    repair = plan.repair
    if (plan.window === null) continue
    const pages = Math.ceil(((plan.window.toMs - plan.window.fromMs) / HOUR_MS) * pagesAnHour)
    repair = advanceRepair(plan.repair, plan.window, pages, LATER_LINES)
    read.push({ atMs: nowMs, window: plan.window })
  }
  return read
}

it('a line that comes up to six hours late is read within two hours', () => {
  const read = follow(24, 1)
  for (let lineMs = START_MS + HOUR_MS; lineMs < START_MS + 14 * HOUR_MS; lineMs += 7 * MINUTE_MS) {
    for (const lateMs of [11 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS]) {
      const found = read.find(({ atMs, window }) => {
        return atMs >= lineMs + lateMs && window.fromMs <= lineMs && window.toMs > lineMs
      })
      expect(found?.atMs, `${lineMs - START_MS} ${lateMs}`).toBeLessThan(lineMs + lateMs + 2 * HOUR_MS)
    }
  }
})

it('a quiet group costs few calls, a busy one is read in small slices without a gap', () => {
  expect(follow(24, 1).length).toBeLessThan(24 * 6)
  const busy = follow(24, 600)
  const [first] = busy
  const pass = busy.filter(({ atMs }) => atMs < (first?.atMs ?? 0) + HOUR_MS)
  const together = pass.reduce<TimeRange[]>((ranges, { window }) => addRange(ranges, window), [])
  expect(together).toHaveLength(1)
  expect(Math.min(...busy.slice(20).map(({ window }) => window.toMs - window.fromMs))).toBeLessThan(6 * MINUTE_MS)
})

it('reads a busy group again three times, not seven', () => {
  const read = follow(48, 60).filter(({ atMs }) => atMs >= START_MS + 24 * HOUR_MS)
  const total = read.reduce((sum, { window }) => sum + window.toMs - window.fromMs, 0)
  expect(total / (24 * HOUR_MS)).toBeLessThan(4)
})

it('after a pause reads again what was not settled before it', () => {
  const asleepFromMs = START_MS + 12 * HOUR_MS
  const wakesMs = START_MS + 22 * HOUR_MS
  const read = follow(48, 1, 0, (nowMs) => nowMs >= asleepFromMs && nowMs < wakesMs)
  for (let lineMs = asleepFromMs - 6 * HOUR_MS; lineMs < asleepFromMs; lineMs += 7 * MINUTE_MS) {
    const isFound = ({ atMs, window }: { atMs: number; window: TimeRange }) =>
      atMs >= lineMs + 6 * HOUR_MS && window.fromMs <= lineMs && window.toMs > lineMs
    expect(read.some(isFound), `${lineMs - START_MS}`).toBe(true)
  }
})

it('never reads what is older than all that was read', () => {
  const firstMs = START_MS - HOUR_MS
  const read = follow(6, 1, firstMs).map(({ window }) => window)
  expect(findHoles(read, { fromMs: firstMs, toMs: START_MS })).toEqual([])
  expect(Math.min(...read.map(({ fromMs }) => fromMs))).toBe(firstMs)
})

it('begins no further back than it may after a long pause, which others read', () => {
  const asleep = beginRepair(START_MS, LATE_LINES)
  const { window } = planRepair(asleep, { nowMs: START_MS + 12 * HOUR_MS, firstMs: 0 }, LATE_LINES)
  expect(window?.fromMs).toBe(START_MS + 10.5 * HOUR_MS)
})
