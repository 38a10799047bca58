import { heldSince } from '@/components/concurrency/held-since'
import { throttledTime } from '@/components/concurrency/throttled-time'
import type { CauseFinding, FunctionConcurrency } from '@/lib/contracts/concurrency'

export const CAUSES: Record<CauseFinding['cause'], string> = {
  reserved: 'Its own reserved concurrency',
  'account-pool': 'The account’s pool',
  provisioned: 'Provisioned concurrency, nothing to spill over to',
  'request-rate': 'Requests a second',
  'scaling-rate': 'Scaling rate',
}

type Throttled = Pick<FunctionConcurrency, 'causes' | 'throttledMinutes' | 'longestPeriodMs'>

/** Whether a function was throttled, and by which limits, each with the minutes of which it holds. */
export function throttleHeadline({ causes, throttledMinutes, longestPeriodMs }: Throttled): string {
  if (throttledMinutes === null && causes.length === 0)
    return 'Not known: CloudWatch has not answered for all of this window.'
  if (causes.length === 0) return 'Not throttled in this window.'
  const told = (verdict: CauseFinding['verdict'], by: string) =>
    causes
      .filter((one) => one.verdict === verdict)
      .map(({ cause, minutes, possibleMinutes }) => {
        const part = minutes === throttledMinutes ? '' : ` in ${minutes} of them`
        const more = possibleMinutes === 0 ? '' : ` and possibly in ${possibleMinutes} more`
        return `${by} ${CAUSES[cause].toLowerCase()}${part}${more}`
      })
  const when = `Throttled in ${throttledTime(throttledMinutes, longestPeriodMs)}`
  const found = [...told('cause', 'by'), ...told('possible', 'possibly by')]
  if (found.length > 0) return `${when}, ${found.join(', ')}.`
  return `${when}. CloudWatch’s figures do not tell by which limit: a shorter peak within a minute may have reached one.`
}

type Held = Pick<
  FunctionConcurrency,
  'settingsRead' | 'heldFromMs' | 'fromMs' | 'throttledMinutes' | 'unsureMinutes' | 'longestPeriodMs'
>

/** That it is not known what was reserved and provisioned in some of the throttled minutes, and what follows; null where it is. */
export function unsureWords(data: Held, zone: string): string | null {
  const { settingsRead, throttledMinutes, unsureMinutes, longestPeriodMs } = data
  const held = settingsRead && unsureMinutes > 0 ? heldSince(data, zone) : null
  if (held === null) return null
  const some = unsureMinutes === throttledMinutes ? 'all of these' : throttledTime(unsureMinutes, longestPeriodMs)
  return `${held} That is so of ${some}: a limit of then is possible at most.`
}
