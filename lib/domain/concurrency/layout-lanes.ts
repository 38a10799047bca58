/** An invocation on its environment, which is a log stream. init precedes the start. Moments in epoch ms. */
export type LaneCall = {
  id: string
  environment: string
  version: string
  startMs: number
  /** null: it runs, or its end is not known. */
  endMs: number | null
  initMs: number | null
  result: string
}

/** Fractions of the picture's width. */
export type LaneBar = LaneCall & { x: number; width: number; initX: number; initWidth: number }

/** busy: share of the picture's time in which it ran something, init included. */
export type Lane = { environment: string; version: string; bars: LaneBar[]; busy: number }

/**
 * One lane for each execution environment, in the order in which they began, with its invocations where they ran. What
 * reaches over an edge is cut there; one that has not ended reaches to its start alone.
 */
export function layoutLanes(calls: readonly LaneCall[], { fromMs, toMs }: { fromMs: number; toMs: number }): Lane[] {
  const length = Math.max(1, toMs - fromMs)
  const place = (atMs: number) => Math.min(1, Math.max(0, (atMs - fromMs) / length))
  const lanes = new Map<string, Lane>()
  for (const call of [...calls].sort((left, right) => left.startMs - right.startMs)) {
    const lane = lanes.get(call.environment) ?? {
      environment: call.environment,
      version: call.version,
      bars: [],
      busy: 0,
    }
    lanes.set(call.environment, lane)
    const initX = place(call.startMs - (call.initMs ?? 0))
    const x = place(call.startMs)
    const width = place(call.endMs ?? call.startMs) - x
    lane.bars.push({ ...call, x, width, initX, initWidth: x - initX })
    lane.busy += width + x - initX
  }
  return [...lanes.values()]
}
