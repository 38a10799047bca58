import type { Figure } from '@/bench/figure'
import { type Ingest, openIngest } from '@/bench/ingest-parts/open-ingest'

const GROUPS = 8

/**
 * The same log groups pulled into an empty database by one worker process, and by two that share them through the leases
 * of their steps. Fails unless both times every page was asked for once and every line and invocation is there once.
 */
export async function run(report: (figure: Figure) => void, options: { quick: boolean }): Promise<void> {
  const ingest = await openIngest(GROUPS, options.quick ? 40_000 : 200_000)
  try {
    await measure(ingest, 1, report)
    await measure(ingest, 2, report)
  } finally {
    await ingest.close()
  }
}

async function measure(ingest: Ingest, workers: number, report: (figure: Figure) => void): Promise<void> {
  const { prepared } = ingest
  const pulled = await ingest.pull(workers)
  const once =
    pulled.events === prepared.events &&
    pulled.invocations === prepared.invocations &&
    pulled.calls === prepared.pages &&
    pulled.runs === GROUPS
  if (!once) throw new Error(`${JSON.stringify(pulled)} by ${workers} of ${JSON.stringify(prepared)}`)
  const value = pulled.events / pulled.seconds
  const name = workers === 1 ? 'scale.events_per_s_1_worker' : `scale.events_per_s_${workers}_workers`
  report({ name, value, unit: 'events/s', n: pulled.events })
}
