'use client'

import { SAVING_KINDS } from '@/components/cost/saving-kinds'
import { AppLink } from '@/components/ui/app-link'
import { Badge } from '@/components/ui/badge'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { PlaceNote } from '@/components/ui/place-note'
import { functionPath } from '@/lib/client/function-ref'
import type { CostResponse, CostSaving } from '@/lib/contracts/cost'
import { formatUsd } from '@/lib/domain/format'
import { describeRefusal } from '@/lib/domain/read-extent'

/** Where money can be spared, dearest first, each with what it rests on. */
export function SavingsPanel({ cost: { savings, evenlyRead, refusal } }: { cost: CostResponse }) {
  const lack =
    refusal === null ? 'Log lines are still read.' : `Some log lines are not read. ${describeRefusal(refusal)}`
  return (
    <Panel
      id="savings"
      title="Savings"
      help="Estimates from what was seen in this window, as 30 days, at most. None promises that a function stays as fast."
    >
      {savings.length === 0 ? (
        <Notice
          kind={evenlyRead ? 'ok' : 'waiting'}
          title={evenlyRead ? 'Nothing to spare was found' : 'Nothing to spare was found in what is read'}
        >
          {!evenlyRead && `${lack} `}
          Savings below a cent in 30 days, and functions with fewer than 50 invocations, are left out.
        </Notice>
      ) : (
        <ol
          aria-label="Savings"
          className="grid max-h-[640px] grid-cols-1 gap-x-6 overflow-y-auto px-3 pb-1 md:max-2xl:grid-cols-2"
        >
          {savings.map((saving) => (
            <SavingEntry
              key={`${saving.accountId}/${saving.region}/${saving.functionName}/${saving.kind}`}
              saving={saving}
            />
          ))}
        </ol>
      )}
      {savings.length > 0 && !evenlyRead && (
        <p className="border-t px-3 py-2 text-muted text-xs">{lack} There may be more to spare than this.</p>
      )}
    </Panel>
  )
}

function SavingEntry({ saving }: { saving: CostSaving }) {
  const { functionName, accountId, region, kind, usdPerMonth, what, why } = saving
  const path = functionPath({ name: functionName })
  const { label, evidence } = SAVING_KINDS[kind]
  return (
    <li className="border-b border-b-grid py-2 text-sm">
      <p className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1">
          <AppLink
            to={`${path}${evidence.rest}`}
            params={{ accountId, region, ...evidence.params }}
            title={`${region} · ${accountId}`}
            className="font-medium hover:underline"
          >
            {functionName}
          </AppLink>{' '}
          <PlaceNote of={saving} />
        </span>
        <Badge>{label}</Badge>
        <span className="figures shrink-0 font-semibold" title={`$${usdPerMonth} in 30 days`}>
          ≤ {formatUsd(usdPerMonth)}
        </span>
      </p>
      <p>{what}</p>
      <p className="text-muted text-xs">{why}</p>
    </li>
  )
}
