/**
 * One measured figure, printed as one JSON line. `n` is how many measurements it stands for. A value above `atMost`, or
 * one that is no number, fails the run.
 */
export type Figure = { name: string; value: number; unit: string; n: number; atMost?: number }

/** Says how a figure breaks its limit; null when it keeps it or has none. */
export function explainBreach({ name, value, unit, atMost }: Figure): string | null {
  if (atMost === undefined || value <= atMost) return null
  return `${name} is ${value} ${unit}; its limit is ${atMost} ${unit}`
}

/** A benchmark prepares what it needs, reports its figures and cleans up. `quick` asks for at most two minutes. */
export type Bench = { run(report: (figure: Figure) => void, options: { quick: boolean }): Promise<void> }
