/** An invocation. init precedes the start. Moments in epoch ms. */
export type LaneCall = {
  id: string
  version: string
  startMs: number
  /** null: it runs, or its end is not known. */
  endMs: number | null
  initMs: number | null
  result: string
}

/** An execution environment, which is a log stream, with what it ran. */
export type Environment = { name: string; calls: readonly LaneCall[] }

/** Fractions of the picture's width. */
export type LaneBar = LaneCall & { x: number; width: number; initX: number; initWidth: number }

/** busy: share of the picture's time in which it ran something, init included, however many at once. */
export type Lane = { environment: string; version: string; bars: LaneBar[]; busy: number }

/**
 * One lane for each execution environment, in the order in which they began, with its invocations where they ran. What
 * reaches over an edge is cut there; one that has not ended reaches to its start alone.
 */
export function layoutLanes(
  environments: readonly Environment[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Lane[] {
  const length = Math.max(1, toMs - fromMs)
  const place = (atMs: number) => Math.min(1, Math.max(0, (atMs - fromMs) / length))
  const barOf = (call: LaneCall): LaneBar => {
    const initX = place(call.startMs - (call.initMs ?? 0))
    const x = place(call.startMs)
    return { ...call, x, width: place(call.endMs ?? call.startMs) - x, initX, initWidth: x - initX }
  }
  return environments
    .map(({ name, calls }) => {
      const bars = calls.map(barOf).sort((left, right) => left.startMs - right.startMs)
      return { environment: name, version: bars[0]?.version ?? '', bars, busy: busyOf(bars) }
    })
    .sort((left, right) => (left.bars[0]?.startMs ?? 0) - (right.bars[0]?.startMs ?? 0))
}

/** On managed instances several run in one environment at a time. */
function busyOf(bars: readonly LaneBar[]): number {
  let [busy, end] = [0, 0]
  for (const { x, width, initX } of bars.toSorted((left, right) => left.initX - right.initX)) {
    busy += Math.max(0, x + width - Math.max(end, initX))
    end = Math.max(end, x + width)
  }
  return busy
}
