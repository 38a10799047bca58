'use client'

import { CAUSES, throttleHeadline, unsureWords } from '@/components/concurrency/throttle-words'
import { AppLink } from '@/components/ui/app-link'
import { Badge, type Tone } from '@/components/ui/badge'
import { FigureTable } from '@/components/ui/figure-table'
import { Panel } from '@/components/ui/panel'
import { useClock } from '@/lib/client/clock'
import type { ParamPatch } from '@/lib/client/view-params'
import type { CauseFinding, FunctionConcurrency } from '@/lib/contracts/concurrency'
import { formatAbsoluteTime, formatCount, formatDuration } from '@/lib/domain/format'

const MINUTE = 60_000

const TONES: Record<CauseFinding['verdict'], Tone> = {
  cause: 'throttle',
  possible: 'error',
  'ruled out': 'neutral',
  'not known': 'neutral',
}

/** Whether the function was throttled, and by which limit: each with the numbers that prove it. */
export function ThrottlePanel({
  data,
  ledger,
}: {
  data: FunctionConcurrency
  /** Of the account's pool. */
  ledger: ParamPatch
}) {
  const { zone } = useClock()
  const { causes, minutes } = data
  const unsure = unsureWords(data, zone)
  return (
    <Panel
      title="Throttle explainer"
      help="Of the function as a whole, by CloudWatch's minutes. What happens within seconds, minutes can only make possible or rule out, and the longer periods that it keeps of what is older than 15 days even less. Each minute is held against what was reserved and provisioned then, as far as changes were noticed; the account's limit is that of now."
    >
      <p className="px-3 pb-2 text-sm">
        {throttleHeadline(data)}
        {unsure !== null && <span className="block text-muted">{unsure}</span>}
      </p>
      {causes.length > 0 && (
        <ul aria-label="Limits" className="border-t">
          {causes.map(({ cause, verdict, evidence }) => (
            <li
              key={cause}
              className="grid grid-cols-[88px_minmax(0,1fr)] items-start gap-x-3 border-b border-b-grid px-3 py-2 text-sm last:border-b-0"
            >
              <span>
                <Badge tone={TONES[verdict]}>{verdict}</Badge>
              </span>
              <span>
                <span className="font-medium">{CAUSES[cause]}</span>
                <span className="block text-muted">{evidence}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {minutes.length > 0 && (
        <FigureTable
          label="Throttled minutes"
          className="max-h-64 border-t"
          minWidth={520}
          columns={[
            { label: `Minute (${zone})` },
            { label: 'Throttles', number: true },
            { label: 'Invocations', wideOnly: true, number: true },
            { label: 'At once', number: true },
            { label: 'Reserved then', wideOnly: true, number: true },
            { label: 'Account unreserved', wideOnly: true, number: true },
            { label: 'Account claimed', wideOnly: true, number: true },
          ]}
          rows={minutes.map((minute) => ({
            key: String(minute.atMs),
            cells: [
              <AppLink
                key="minute"
                to="/concurrency"
                params={{ ...ledger, at: String(minute.atMs) }}
                title="Who held the account's pool in this minute"
                className="hover:underline"
              >
                {formatAbsoluteTime(minute.atMs, zone)}
                {minute.periodMs > MINUTE && ` + ${formatDuration(minute.periodMs)}`}
              </AppLink>,
              formatCount(minute.throttles),
              formatCount(minute.invocations),
              formatCount(minute.peak),
              formatCount(minute.reserved),
              formatCount(minute.unreserved),
              formatCount(minute.claimed),
            ],
          }))}
        />
      )}
    </Panel>
  )
}
