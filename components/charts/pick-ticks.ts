import type { ChartUnit, Tick } from '@/components/charts/chart-spec'
import { formatCount, formatDuration, formatMemory, formatUsd, zoneOffsetMs } from '@/lib/domain/format'

const MINUTE = 60_000
const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080].map((minutes) => minutes * MINUTE)
const DAY = 1440 * MINUTE
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const LEAST_TOP: Readonly<Record<ChartUnit, number>> = { count: 1, ms: 0.001, mb: 0.001, usd: 0.000001 }

/** Ticks from 0 to at least the largest value, four steps or fewer; whole numbers for counts, powers of two for memory. */
export function pickValueTicks(largest: number, unit: ChartUnit): Tick[] {
  const step = unit === 'mb' ? powerOfTwoStep(largest) : roundStep(largest, unit)
  const steps = Math.max(1, Math.ceil(largest / step))
  return Array.from({ length: steps + 1 }, (_, index) => ({
    at: index * step,
    label: index === 0 ? '0' : formatValue(index * step, unit),
  }))
}

/**
 * Ticks on round moments of the shown zone (an IANA name), also before and after its clocks are changed. Midnight is named
 * by its day.
 */
export function pickTimeTicks(fromMs: number, toMs: number, zone: string, most = 7): Tick[] {
  const step = TIME_STEPS.find((size) => (toMs - fromMs) / size <= most) ?? (toMs - fromMs) / most
  const offsets = [zoneOffsetMs(fromMs, zone), zoneOffsetMs(toMs, zone)] as const
  if (offsets[0] === offsets[1]) return ticksOf(fromMs, toMs, step, offsets[0])
  const changeMs = findChange(fromMs, toMs, zone)
  const before = ticksOf(fromMs, changeMs - 1, step, offsets[0])
  const lastMs = before.at(-1)?.at ?? Number.NEGATIVE_INFINITY
  return [...before, ...ticksOf(changeMs, toMs, step, offsets[1]).filter(({ at }) => at - lastMs > step / 2)]
}

function ticksOf(fromMs: number, toMs: number, step: number, offsetMs: number): Tick[] {
  const ticks: Tick[] = []
  const first = Math.ceil((fromMs + offsetMs) / step) * step - offsetMs
  for (let at = first; at <= toMs; at += step) ticks.push({ at, label: labelOf(at + offsetMs) })
  return ticks
}

/** The first minute at which clocks show what they show at the end. */
function findChange(fromMs: number, toMs: number, zone: string): number {
  const after = zoneOffsetMs(toMs, zone)
  let [low, high] = [Math.floor(fromMs / MINUTE), Math.ceil(toMs / MINUTE)]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (zoneOffsetMs(middle * MINUTE, zone) === after) high = middle
    else low = middle
  }
  return high * MINUTE
}

/** A value of a chart with its unit. */
export function formatValue(value: number | null, unit: ChartUnit): string {
  if (unit === 'ms') return formatDuration(value)
  if (unit === 'usd') return formatUsd(value)
  return unit === 'mb' ? formatMemory(value) : formatCount(value)
}

function roundStep(largest: number, unit: ChartUnit): number {
  const rough = Math.max(largest, LEAST_TOP[unit]) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? 10 * power
  return unit === 'count' ? Math.max(1, step) : step
}

function powerOfTwoStep(largest: number): number {
  return 2 ** Math.max(3, Math.ceil(Math.log2(Math.max(largest, 1) / 4)))
}

function labelOf(shiftedMs: number): string {
  const iso = new Date(shiftedMs).toISOString()
  if (shiftedMs % DAY !== 0) return iso.slice(11, 16)
  return `${Number(iso.slice(8, 10))} ${MONTHS[Number(iso.slice(5, 7)) - 1]}`
}
