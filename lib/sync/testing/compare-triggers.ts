import type { Db } from '@/lib/server/db'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getTriggers } from '@/lib/server/queries/get-triggers'
import { type Figure, highestOf, ofFunction, type TrueOutcome, type TrueWindow } from '@/lib/sync/testing/true-window'

type Compared = { db: Db; truth: TrueWindow; nowMs: number }

/** What the Triggers page of every function says became of its events, beside what happened. */
export async function compareTriggers({ db, truth, nowMs }: Compared): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const fn of truth.functions) {
    const identity = await getFunctionIdentity(db, fn.name, fn)
    const data = await getTriggers(db, identity, truth, nowMs)
    const calls = ofFunction(truth.calls, fn)
    const outcomes = ofFunction(truth.outcomes, fn)
    const count = (kind: TrueOutcome['kind']) => outcomes.filter((one) => one.kind === kind).length
    const named = (figure: string) => `triggers: ${fn.region} ${fn.name} ${figure}`
    const ages = calls.flatMap(({ asyncAgeMs }) => asyncAgeMs ?? [])
    // What is not sent asynchronously has no such metrics.
    for (const [figure, got, expected] of [
      ['received', data.async.received, count('received')],
      ['dropped', data.async.dropped, count('dropped')],
      ['destination failures', data.async.destinationFailures, count('destination-failure')],
      ['dead letter errors', data.async.deadLetterErrors, count('dead-letter-error')],
    ] as const) {
      figures.push([named(figure), got ?? 0, expected])
    }
    figures.push([named('oldest event'), data.async.oldestMs, highestOf(ages, (ms) => ms)])
    const failed = calls.filter(({ result }) => result !== 'success').length
    for (const { metrics, funnel } of data.mappings) {
      if (metrics !== 'known') continue
      const { polled, invoked, failed: notInvoked, deleted } = funnel
      const expected = [calls.length, calls.length, failed, calls.length - failed]
      // Of what never failed CloudWatch has no count.
      figures.push([named('funnel'), [polled, invoked, notInvoked ?? 0, deleted], expected])
    }
  }
  return figures
}
