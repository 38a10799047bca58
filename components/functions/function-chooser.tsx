'use client'

import { AppLink } from '@/components/ui/app-link'
import { PageTitle } from '@/components/ui/page-title'
import { functionPath } from '@/lib/client/function-ref'

type Props = { name: string; candidates: { accountId: string; region: string }[] }

/** A name that several account-regions have: which one is meant. */
export function FunctionChooser({ name, candidates }: Props) {
  return (
    <div className="mx-auto flex max-w-xl flex-col gap-4 py-8">
      <PageTitle>Which {name}?</PageTitle>
      <p className="text-muted text-sm">Functions of this name exist in several places.</p>
      <ul className="divide-y rounded-(--radius) border bg-surface">
        {candidates.map(({ accountId, region }) => (
          <li key={`${accountId}/${region}`}>
            <AppLink
              to={functionPath({ name })}
              params={{ accountId, region }}
              className="flex h-11 items-center justify-between px-4 hover:bg-hover"
            >
              <span className="font-medium">{region}</span>
              <span className="font-mono text-muted text-xs">{accountId}</span>
            </AppLink>
          </li>
        ))}
      </ul>
    </div>
  )
}
