'use client'

import { Pause, Play } from 'lucide-react'
import { SourceCard } from '@/components/sync/source-card'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { sourceTone } from '@/lib/client/source-tone'
import { useChangeAccount } from '@/lib/client/use-change-account'
import type { AccountState } from '@/lib/contracts/accounts'
import type { SyncResponse, SyncSource } from '@/lib/contracts/sync'
import { formatUsd } from '@/lib/domain/format'

type Props = {
  account: AccountState | null
  accountId: string | null
  sources: SyncSource[]
  spend: SyncResponse['spend']
  budgets: SyncResponse['budgets']
  mayChange: boolean
}

/** One account with its regions: whether its credentials work, what is read in each region, and what that costs. */
export function AccountSection({ account, accountId, sources, spend, budgets, mayChange }: Props) {
  const regions = [...new Set(sources.map(({ region }) => region))]
  const title = account?.name ?? accountId ?? 'Account'
  return (
    <section aria-label={`Account ${title}`} className="flex flex-col gap-3">
      <header className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b pb-2">
        <h2 className="font-semibold text-base">{title}</h2>
        {accountId !== null && accountId !== title && <span className="figures text-muted text-sm">{accountId}</span>}
        {account !== null && <AccountBadge account={account} />}
        {accountId !== null && <BudgetNote budgets={budgets} accountId={accountId} />}
        {account !== null && mayChange && <PauseSwitch account={account} />}
      </header>
      {account?.detail != null && (
        <p role="status" className="break-words rounded-(--radius) border bg-error-soft px-3 py-2 text-sm">
          {account.detail}
        </p>
      )}
      {regions.map((region) => (
        <section key={region} aria-label={`${title} ${region}`}>
          <div className="mb-2 flex flex-wrap items-baseline gap-x-3">
            <h3 className="font-medium text-sm">{region}</h3>
            <SpendNote spend={spend.find((one) => one.region === region && one.accountId === accountId)} />
          </div>
          <div className="grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-4">
            {sources
              .filter((source) => source.region === region)
              .map((source) => (
                <SourceCard key={source.kind} source={source} account={account} mayChange={mayChange} />
              ))}
          </div>
        </section>
      ))}
    </section>
  )
}

function AccountBadge({ account }: { account: AccountState }) {
  if (account.paused) return <Badge>paused</Badge>
  if (account.state === 'ok') return null
  return <Badge tone={sourceTone(account.state)}>{account.state}</Badge>
}

function SpendNote({ spend }: { spend: SyncResponse['spend'][number] | undefined }) {
  if (spend === undefined) return null
  return (
    <p className="figures text-muted text-xs">
      {formatUsd(spend.todayUsd)} today · {formatUsd(spend.monthUsd)} this month
    </p>
  )
}

/** The budgets of an account, or (null) of all of them together, and how much of them is used. */
export function BudgetNote({ budgets, accountId }: { budgets: SyncResponse['budgets']; accountId: string | null }) {
  const own = budgets.filter((budget) => budget.accountId === accountId)
  return own.map((budget) => (
    <Badge
      key={`${budget.accountId}/${budget.source}/${budget.period}`}
      tone={budget.state === 'ok' ? 'neutral' : 'throttle'}
      title={budget.accountId === null ? 'A budget of all accounts together' : 'A budget of this account'}
    >
      {formatUsd(budget.spentUsd)} of {formatUsd(budget.usd)} a {budget.period}
      {budget.source === null ? '' : ` for ${budget.source}`}
    </Badge>
  ))
}

function PauseSwitch({ account }: { account: AccountState }) {
  const change = useChangeAccount(account.id)
  const Icon = account.paused ? Play : Pause
  return (
    <span className="ml-auto flex items-center gap-2">
      {change.error && (
        <span role="alert" className="text-fault text-xs">
          {change.error.message}
        </span>
      )}
      <Button
        size="sm"
        disabled={change.isPending}
        aria-label={`${account.paused ? 'Resume' : 'Pause'} ${account.name}`}
        onClick={() => change.mutate({ paused: !account.paused })}
      >
        <Icon aria-hidden className="size-3.5" />
        {account.paused ? 'Resume' : 'Pause'}
      </Button>
    </span>
  )
}
