'use client'

import { useQuery } from '@tanstack/react-query'
import { AccountSection, BudgetNote } from '@/components/sync/account-section'
import { groupByAccount } from '@/components/sync/group-by-account'
import { RefusalsPanel } from '@/components/sync/refusals-panel'
import { RunsPanel } from '@/components/sync/runs-panel'
import { StoragePanel } from '@/components/sync/storage-panel'
import { Notice } from '@/components/ui/notice'
import { PageTitle } from '@/components/ui/page-title'
import { inScope } from '@/lib/client/place'
import { syncOptions } from '@/lib/client/sync-options'
import { useScope } from '@/lib/client/view-params'
import type { SyncResponse } from '@/lib/contracts/sync'

export function SyncScreen({ initial, mayChange }: { initial: SyncResponse; mayChange: boolean }) {
  const { data, error } = useQuery({ ...syncOptions(), initialData: initial })
  const { scope } = useScope()
  const groups = groupByAccount(data, scope)
  return (
    <div className="flex flex-col gap-4">
      <PageTitle
        aside={
          <div className="flex flex-wrap items-center gap-2">
            <p className="text-muted text-sm">What was pulled, when, how far back, and what failed</p>
            <BudgetNote budgets={data.budgets} accountId={null} />
          </div>
        }
      >
        Sync
      </PageTitle>
      {error && (
        <p role="alert" className="rounded-(--radius) border bg-fault-soft px-3 py-2 text-sm">
          These figures could not be brought up to date: {error.message}
        </p>
      )}
      {groups.length === 0 && (
        <Notice kind="waiting" title="Nothing has been pulled yet">
          The worker writes here as soon as it begins. If this stays empty, look at its log.
        </Notice>
      )}
      {groups.map(({ key, ...group }) => (
        <AccountSection key={key} {...group} spend={data.spend} budgets={data.budgets} mayChange={mayChange} />
      ))}
      <RefusalsPanel refusals={data.refusals.filter((refusal) => inScope(scope, refusal))} />
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_380px]">
        <RunsPanel runs={data.runs.filter((run) => inScope(scope, run))} />
        <StoragePanel storage={data.storage} />
      </div>
    </div>
  )
}
