import type { Figure } from '@/bench/figure'
import { AT_FULL_SPEED, type Ingest, type IngestShape, openIngest } from '@/bench/ingest-parts/open-ingest'

/** What many account-regions are like that are followed: little in each page, and AWS's own pace and time to answer. */
const AT_AWS_PACE = {
  groups: 64,
  regions: ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-north-1', 'us-east-2', 'us-west-1', 'us-west-2', 'sa-east-1'],
  pageBytes: 24_000,
  latencyMs: 200,
  rateFactor: 1,
}
const GROUPS = 8
/** Two workers wait for AWS twice as well as one. */
const LEAST_GAIN = 1.4

type Speed = { events: number; pages: number; n: number }

/**
 * The same log groups pulled into an empty database by one worker process, and by two that share them through the leases
 * of their steps: once with full pages that come at once, where all that is measured is the processors, which Postgres
 * shares; and once from eight account-regions at AWS's pace, where workers wait. Fails unless every time each page was
 * asked for once and each line and invocation is there once.
 */
export async function run(report: (figure: Figure) => void, options: { quick: boolean }): Promise<void> {
  const full = { groups: GROUPS, eventsOfEach: options.quick ? 40_000 : 200_000, ...AT_FULL_SPEED }
  const [one, two] = await measureBoth(full)
  report({ name: 'scale.events_per_s_1_worker', value: one.events, unit: 'events/s', n: one.n })
  report({ name: 'scale.events_per_s_2_workers', value: two.events, unit: 'events/s', n: two.n })
  const [waiting, shared] = await measureBoth({ eventsOfEach: options.quick ? 400 : 1_600, ...AT_AWS_PACE })
  report({ name: 'scale.aws_pace_pages_per_s_1_worker', value: waiting.pages, unit: 'pages/s', n: waiting.n })
  report({ name: 'scale.aws_pace_pages_per_s_2_workers', value: shared.pages, unit: 'pages/s', n: shared.n })
  const gain = shared.pages / waiting.pages
  report({
    name: 'scale.aws_pace_gain',
    value: gain,
    unit: 'times',
    n: 1,
    ...(options.quick ? {} : { atLeast: LEAST_GAIN }),
  })
}

async function measureBoth(shape: IngestShape): Promise<[Speed, Speed]> {
  const ingest = await openIngest(shape)
  try {
    return [await measure(ingest, shape, 1), await measure(ingest, shape, 2)]
  } finally {
    await ingest.close()
  }
}

async function measure({ prepared, pull }: Ingest, { groups }: IngestShape, workers: number): Promise<Speed> {
  const pulled = await pull(workers)
  const once =
    pulled.events === prepared.events &&
    pulled.invocations === prepared.invocations &&
    pulled.calls === prepared.pages &&
    pulled.runs === groups
  if (!once) throw new Error(`${JSON.stringify(pulled)} by ${workers} of ${JSON.stringify(prepared)}`)
  return { events: pulled.events / pulled.seconds, pages: pulled.calls / pulled.seconds, n: pulled.events }
}
