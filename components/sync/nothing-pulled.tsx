'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { describeProgress, describeRefusal, SOURCE_WORDS } from '@/components/sync/describe-source'
import { AppLink } from '@/components/ui/app-link'
import { buttonClass } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { inScope } from '@/lib/client/place'
import { syncOptions } from '@/lib/client/sync-options'
import { useScope } from '@/lib/client/view-params'
import type { AccountState } from '@/lib/contracts/accounts'
import type { SyncSource } from '@/lib/contracts/sync'

/** isPage: it is all that the page has. */
type Props = { title: string; kind: SyncSource['kind']; isPage?: boolean }

/** Nothing is stored yet: is it on its way, or refused? Says which, with progress, and looks again by itself. */
export function NothingPulled({ title, kind, isPage = false }: Props) {
  const { data } = useQuery(syncOptions())
  const client = useQueryClient()
  const { scope } = useScope()
  const sources = data?.sources.filter((source) => source.kind === kind && inScope(scope, source)) ?? []
  const progress = sources.map(({ done, state }) => `${done}/${state}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step forward may have brought the first rows
  useEffect(() => {
    client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'sync' })
  }, [client, progress])
  const denied = sources.find(({ state }) => state === 'denied' || state === 'unavailable' || state === 'unreachable')
  const broken = sources.length === 0 ? data?.accounts.find(isBroken) : undefined
  return (
    <Notice
      kind={denied || broken ? 'denied' : 'waiting'}
      title={title}
      isPage={isPage}
      live
      className="min-h-[60vh]"
      actions={
        <AppLink to="/sync" className={buttonClass('secondary')}>
          See what is being pulled
        </AppLink>
      }
    >
      {denied && describeRefusal(denied, data?.refusals ?? [])}
      {broken && `The account ${broken.name} cannot be read: ${broken.detail ?? broken.state}`}
      {!denied && !broken && <Progress sources={sources} kind={kind} />}
    </Notice>
  )
}

function isBroken({ paused, state }: AccountState): boolean {
  return !paused && state !== 'ok' && state !== 'waiting'
}

function Progress({ sources, kind }: { sources: SyncSource[]; kind: SyncSource['kind'] }) {
  if (sources.length === 0)
    return <p>The worker has not begun. Rows appear here as soon as the first answer arrives.</p>
  return (
    <ul>
      {sources.map((source) => (
        <li key={`${source.accountId}/${source.region}`} className="figures">
          {SOURCE_WORDS[kind].title} · {source.region} · {describeProgress(source) ?? source.state}
        </li>
      ))}
    </ul>
  )
}
