'use client'

import { buildPolicy } from '@/components/sync/build-policy'
import { Badge } from '@/components/ui/badge'
import { CopyButton } from '@/components/ui/copy-button'
import { Panel } from '@/components/ui/panel'
import { RelativeTime } from '@/components/ui/relative-time'
import { classNames } from '@/lib/client/class-names'
import { sourceTone } from '@/lib/client/source-tone'
import type { ApiRefusal } from '@/lib/contracts/sync'

const HEAD = ['Operation', 'Where', 'State', 'Needs', 'Last refused', 'Last answered', 'What AWS said']
/** On a phone there is room for what was refused, and what it needs. */
const MORE = 'max-sm:hidden'
const ON_PHONES: readonly string[] = ['Operation', 'State', 'Needs']

/** Calls whose newest answer was a refusal, with the IAM action that each needs. */
export function RefusalsPanel({ refusals }: { refusals: ApiRefusal[] }) {
  const actions = refusals.flatMap(({ state, iamAction }) =>
    state === 'denied' && iamAction !== null ? [iamAction] : [],
  )
  if (refusals.length === 0) return null
  return (
    <Panel
      title={`Refused: ${refusals.length} ${refusals.length === 1 ? 'call' : 'calls'}`}
      help="Operations whose newest answer was not what was asked for. Everything else goes on; each is tried again by itself."
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard */}
      <section aria-label="Refused calls" tabIndex={0} className="overflow-x-auto">
        <table className="w-full text-sm sm:min-w-[860px]">
          <thead>
            <tr className="border-y text-left text-muted text-xs">
              {HEAD.map((label) => (
                <th
                  key={label}
                  scope="col"
                  className={classNames('h-8 px-3 font-normal', !ON_PHONES.includes(label) && MORE)}
                >
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {refusals.map((refusal) => (
              <RefusalRow
                key={`${refusal.accountId}/${refusal.region}/${refusal.service}/${refusal.operation}`}
                refusal={refusal}
              />
            ))}
          </tbody>
        </table>
      </section>
      {actions.length > 0 && <Policy text={buildPolicy(actions)} />}
    </Panel>
  )
}

function RefusalRow({ refusal }: { refusal: ApiRefusal }) {
  return (
    <tr className="border-b border-b-grid last:border-b-0">
      <td className="px-3 py-1.5 font-medium">
        {refusal.service} {refusal.operation}
      </td>
      <td title={`Account ${refusal.accountId}`} className={classNames('figures whitespace-nowrap px-3', MORE)}>
        {refusal.region} · {refusal.accountId.slice(-4)}
      </td>
      <td className="px-3">
        <Badge tone={sourceTone(refusal.state)}>{refusal.state}</Badge>
      </td>
      <td className="break-all px-3 font-mono text-xs">{refusal.iamAction ?? '—'}</td>
      <td className={classNames('whitespace-nowrap px-3 text-muted', MORE)}>
        <RelativeTime atMs={refusal.lastFailedAtMs} />
      </td>
      <td className={classNames('whitespace-nowrap px-3 text-muted', MORE)}>
        <RelativeTime atMs={refusal.lastOkAtMs} />
      </td>
      <td title={refusal.detail ?? undefined} className={classNames('max-w-80 truncate px-3 text-muted text-xs', MORE)}>
        {refusal.detail ?? '—'}
      </td>
    </tr>
  )
}

function Policy({ text }: { text: string }) {
  return (
    <details className="border-t px-3 py-2 text-sm">
      <summary className="font-medium text-accent">Policy that allows them</summary>
      <div className="relative mt-2">
        <pre className="overflow-x-auto rounded bg-sunken p-3 text-xs">{text}</pre>
        <CopyButton text={text} label="Copy the policy" className="absolute top-2 right-2" />
      </div>
    </details>
  )
}
