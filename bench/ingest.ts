import type { Figure } from '@/bench/figure'
import { AT_FULL_SPEED, openIngest } from '@/bench/ingest-parts/open-ingest'

const GROUPS = 4
/** A quick run is over before the compiler has done its work: its figures have no limits. */
const LIMITS = { perSecond: { atLeast: 120_000 }, share: { atLeast: 0.6 }, rssMb: { atMost: 400 } }
const NO_LIMITS = { perSecond: {}, share: {}, rssMb: {} }

/**
 * From the SDK to rolled-up rows, one worker process, fsync on: log events a second that are stored, folded into
 * invocations and rolled up, beside what two stages reach alone in the same run, and the most memory the worker held.
 */
export async function run(report: (figure: Figure) => void, options: { quick: boolean }): Promise<void> {
  const ingest = await openIngest({ groups: GROUPS, eventsOfEach: options.quick ? 80_000 : 770_000, ...AT_FULL_SPEED })
  const limits = options.quick ? NO_LIMITS : LIMITS
  try {
    const pages = options.quick ? 15 : 120
    const { sdk, copy } = await ingest.measureCeilings(pages)
    const { prepared } = ingest
    const pulled = await ingest.pull(1)
    if (pulled.events !== prepared.events || pulled.invocations !== prepared.invocations) {
      throw new Error(`${JSON.stringify(pulled)} were stored of ${JSON.stringify(prepared)}`)
    }
    const perSecond = pulled.events / pulled.seconds
    const n = prepared.events
    report({ name: 'ingest.events_per_s', value: perSecond, unit: 'events/s', n, ...limits.perSecond })
    report({ name: 'ingest.ceiling_sdk_events_per_s', value: sdk, unit: 'events/s', n: pages })
    report({ name: 'ingest.ceiling_copy_events_per_s', value: copy, unit: 'events/s', n: pages })
    report({
      name: 'ingest.share_of_ceiling',
      value: perSecond / Math.min(sdk, copy),
      unit: 'share',
      n,
      ...limits.share,
    })
    report({ name: 'ingest.worker_rss_mb', value: pulled.rssMb, unit: 'MB', n, ...limits.rssMb })
  } finally {
    await ingest.close()
  }
}
