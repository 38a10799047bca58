'use client'

import { Pause, Play } from 'lucide-react'
import { SOURCE_WORDS } from '@/components/sync/describe-source'
import { Button } from '@/components/ui/button'
import { useChangeAccount } from '@/lib/client/use-change-account'
import type { AccountState } from '@/lib/contracts/accounts'
import type { SyncSource } from '@/lib/contracts/sync'

type Props = { account: AccountState; kind: SyncSource['kind']; paused: boolean }

/** Pauses or resumes reading older history, of one kind and in all regions of an account. What is new goes on. */
export function BackfillSwitch({ account, kind, paused }: Props) {
  const change = useChangeAccount(account.id)
  const others = account.pausedBackfills.filter((other) => other !== kind)
  const Icon = paused ? Play : Pause
  const what = `the history of ${SOURCE_WORDS[kind].title.toLowerCase()} of ${account.name}`
  return (
    <span className="ml-auto flex items-center gap-2">
      {change.error && (
        <span role="alert" className="text-2xs text-fault">
          {change.error.message}
        </span>
      )}
      <Button
        size="sm"
        look="ghost"
        disabled={change.isPending}
        aria-label={`${paused ? 'Resume' : 'Pause'} ${what}`}
        title={`${paused ? 'Resume' : 'Pause'} ${what}, in all its regions`}
        onClick={() => change.mutate({ pausedBackfills: asKinds(paused ? others : [...others, kind]) })}
      >
        <Icon aria-hidden className="size-3.5" />
        {paused ? 'Resume' : 'Pause'}
      </Button>
    </span>
  )
}

/** The server keeps only kinds that it knows. */
function asKinds(kinds: readonly string[]): SyncSource['kind'][] {
  return kinds.filter((kind): kind is SyncSource['kind'] => kind in SOURCE_WORDS)
}
