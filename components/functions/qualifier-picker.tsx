'use client'

import { ChevronDown, GitBranch } from 'lucide-react'
import { MenuItem } from '@/components/ui/menu-item'
import { Popover } from '@/components/ui/popover'
import { RelativeTime } from '@/components/ui/relative-time'
import { useViewParams } from '@/lib/client/view-params'
import type { FunctionDetail } from '@/lib/contracts/function-detail'
import type { Qualifier } from '@/lib/contracts/qualifiers'
import { formatPercent } from '@/lib/domain/format'

/** All traffic, $LATEST, a version, or an alias with the versions it points to. */
export function QualifierPicker({ detail, qualifier }: { detail: FunctionDetail; qualifier: string | null }) {
  const { set } = useViewParams()
  const aliases = detail.qualifiers.filter(({ kind }) => kind === 'alias')
  const versions = detail.qualifiers.filter(({ kind }) => kind === 'version')
  const label = qualifier ?? 'All'
  return (
    <Popover
      label={`Qualifier: ${label}`}
      width={320}
      className="h-8 gap-1.5 rounded-(--radius) border border-line-strong bg-surface px-2.5 text-sm hover:bg-hover"
      trigger={
        <>
          <GitBranch aria-hidden className="size-3.5 text-faint" />
          <span className="text-muted">Qualifier</span>
          <span className="font-medium">{label}</span>
          <ChevronDown aria-hidden className="size-3.5 text-faint" />
        </>
      }
    >
      {(close) => {
        const choose = (next: string | null) => {
          set({ qualifier: next })
          close()
        }
        return (
          <div className="p-1">
            <MenuItem checked={qualifier === null} hint="every route" onClick={() => choose(null)}>
              All
            </MenuItem>
            {aliases.length > 0 && <Heading>Aliases</Heading>}
            {aliases.map((alias) => (
              <MenuItem
                key={alias.qualifier}
                checked={qualifier === alias.qualifier}
                hint={describeWeights(alias)}
                onClick={() => choose(alias.qualifier)}
              >
                {alias.qualifier}
              </MenuItem>
            ))}
            <Heading>Versions</Heading>
            {versions.map((version) => (
              <MenuItem
                key={version.qualifier}
                checked={qualifier === version.qualifier}
                hint={version.publishedAtMs === null ? undefined : <RelativeTime atMs={version.publishedAtMs} />}
                onClick={() => choose(version.qualifier)}
              >
                {version.qualifier}
              </MenuItem>
            ))}
          </div>
        )
      }}
    </Popover>
  )
}

function Heading({ children }: { children: string }) {
  return <p className="px-2 pt-2 pb-1 text-faint text-xs">{children}</p>
}

function describeWeights({ version, weights }: Qualifier): string {
  const shares = Object.entries(weights ?? {})
  if (shares.length < 2) return `→ ${version}`
  return shares.map(([name, share]) => `${name} ${formatPercent(share)}`).join(' · ')
}
