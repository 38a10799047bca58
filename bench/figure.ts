/** One measured figure, printed as one JSON line. `n` is how many measurements it stands for. */
export type Figure = { name: string; value: number; unit: string; n: number }

/** A benchmark prepares what it needs, reports its figures and cleans up. `quick` asks for at most two minutes. */
export type Bench = { run(report: (figure: Figure) => void, options: { quick: boolean }): Promise<void> }
