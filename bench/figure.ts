/**
 * One measured figure, printed as one JSON line. `n` is how many measurements it stands for. A value above `atMost` or
 * below `atLeast`, or one that is no number and has a limit, fails the run.
 */
export type Figure = { name: string; value: number; unit: string; n: number; atMost?: number; atLeast?: number }

/** Says how a figure breaks its limit; null when it keeps it or has none. */
export function explainBreach({ name, value, unit, atMost, atLeast }: Figure): string | null {
  for (const [limit, isKept] of [
    [atMost, (most: number) => value <= most],
    [atLeast, (least: number) => value >= least],
  ] as const) {
    if (limit !== undefined && !isKept(limit)) return `${name} is ${value} ${unit}; its limit is ${limit} ${unit}`
  }
  return null
}

/** A benchmark prepares what it needs, reports its figures and cleans up. `quick` asks for at most two minutes. */
export type Bench = { run(report: (figure: Figure) => void, options: { quick: boolean }): Promise<void> }
