import { inScope, type Place } from '@/lib/client/place'
import type { AccountState } from '@/lib/contracts/accounts'
import type { SyncResponse, SyncSource } from '@/lib/contracts/sync'

export type AccountGroup = {
  key: string
  account: AccountState | null
  accountId: string | null
  sources: SyncSource[]
}

/** The sources by account; an account that has none yet is there too, unless the page is narrowed to other places. */
export function groupByAccount({ accounts, sources }: SyncResponse, scope: readonly Place[]): AccountGroup[] {
  const groups = accounts.map((account): AccountGroup => {
    const own = sources.filter((source) => source.account === account.id && inScope(scope, source))
    return { key: account.id, account, accountId: account.accountId ?? own[0]?.accountId ?? null, sources: own }
  })
  const others = new Map<string, SyncSource[]>()
  for (const source of sources) {
    if (accounts.some(({ id }) => id === source.account) || !inScope(scope, source)) continue
    others.set(source.accountId, [...(others.get(source.accountId) ?? []), source])
  }
  return [
    ...groups.filter((group) => scope.length === 0 || group.sources.length > 0),
    ...[...others].map(([accountId, own]) => ({ key: `of ${accountId}`, account: null, accountId, sources: own })),
  ]
}
