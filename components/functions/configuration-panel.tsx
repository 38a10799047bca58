import { ChangesPanel } from '@/components/functions/changes-panel'
import { TriggerList } from '@/components/functions/trigger-list'
import { Badge } from '@/components/ui/badge'
import { FactRows } from '@/components/ui/fact-rows'
import { Panel } from '@/components/ui/panel'
import type { FunctionDetail } from '@/lib/contracts/function-detail'
import { formatCount, formatMemory, formatPercent } from '@/lib/domain/format'

/** How the function is set up, beside its figures. */
export function ConfigurationPanel({ detail, qualifier }: { detail: FunctionDetail; qualifier: string | null }) {
  return (
    <aside aria-label="Configuration" className="flex min-w-0 flex-col gap-4">
      <Panel title="Configuration">
        <FactRows rows={rowsOf(detail)} />
      </Panel>
      <ChangesPanel detail={detail} />
      <TriggerList detail={detail} />
      <AliasList detail={detail} qualifier={qualifier} />
    </aside>
  )
}

function rowsOf(detail: FunctionDetail): [string, string | null][] {
  const { reservedConcurrency, provisioned } = detail
  const allocated = provisioned.map(({ qualifier, allocated: count }) => `${qualifier}: ${formatCount(count)}`)
  return [
    ['Runtime', detail.runtime ?? (detail.packageType === 'Image' ? 'Container image' : null)],
    ['Architecture', detail.architecture],
    ['Memory size', detail.memoryMb === null ? null : formatMemory(detail.memoryMb)],
    ['Timeout', detail.timeoutS === null ? null : `${detail.timeoutS} s`],
    ['Ephemeral storage', detail.ephemeralStorageMb === null ? null : formatMemory(detail.ephemeralStorageMb)],
    ['Reserved concurrency', reservedConcurrency === null ? 'none' : formatCount(reservedConcurrency)],
    ['Provisioned concurrency', allocated.length === 0 ? 'none' : allocated.join(', ')],
    ['Tracing', detail.tracingMode],
    ['Log format', detail.logFormat],
    ['System log level', detail.systemLogLevel],
    ['Log group', detail.logGroupName],
    ['SnapStart', detail.snapStart],
    ['State', detail.state],
  ]
}

function AliasList({ detail, qualifier }: { detail: FunctionDetail; qualifier: string | null }) {
  const aliases = detail.qualifiers.filter(({ kind }) => kind === 'alias')
  if (aliases.length === 0) return null
  return (
    <Panel title="Aliases">
      <ul className="flex flex-col gap-1.5 px-3 pb-3 text-sm">
        {aliases.map((alias) => (
          <li key={alias.qualifier} className="flex items-center justify-between gap-2">
            <span className={alias.qualifier === qualifier ? 'font-medium' : 'text-muted'}>{alias.qualifier}</span>
            <span className="flex gap-1">
              {Object.entries(alias.weights ?? { [alias.version]: 1 }).map(([version, share]) => (
                <Badge key={version} title={`Version ${version} has ${formatPercent(share)} of the traffic`}>
                  {version} · {formatPercent(share)}
                </Badge>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
