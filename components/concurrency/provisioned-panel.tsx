import { AppLink } from '@/components/ui/app-link'
import { Badge } from '@/components/ui/badge'
import { FigureTable } from '@/components/ui/figure-table'
import { Panel } from '@/components/ui/panel'
import type { ParamPatch } from '@/lib/client/view-params'
import type { ProvisionedUse } from '@/lib/contracts/concurrency'
import { formatCount, formatPercent } from '@/lib/domain/format'

type Props = { provisioned: readonly ProvisionedUse[]; settingsRead: boolean; path: string; place: ParamPatch }

/** Provisioned concurrency of each alias or version: allocated, in use, spilled over. */
export function ProvisionedPanel({ provisioned, settingsRead, path, place }: Props) {
  return (
    <Panel
      title="Provisioned concurrency"
      help="In use and utilisation: the highest minute of the window. Spillover ran on demand because every provisioned environment was busy. AWS suggests a tenth more than the usual peak. No log line tells which invocation ran on which, so that these counts lead nowhere."
    >
      {provisioned.length === 0 ? (
        <p className="px-3 pb-3 text-muted text-sm">
          {settingsRead
            ? 'None is configured for this function or qualifier.'
            : 'Not known yet: the settings of the function are not read.'}
        </p>
      ) : (
        <FigureTable
          label="Provisioned concurrency"
          minWidth={560}
          columns={[
            { label: 'Qualifier' },
            { label: 'Allocated now', number: true },
            { label: 'Most in use', number: true },
            { label: 'Utilisation', wideOnly: true, number: true },
            { label: 'On provisioned', wideOnly: true, number: true },
            { label: 'Spillover', number: true },
            { label: 'Status', wideOnly: true },
          ]}
          rows={provisioned.map((one) => {
            const link = { to: `${path}/invocations`, params: { ...place, qualifier: one.qualifier } }
            return {
              key: one.qualifier,
              cells: [
                <AppLink key="qualifier" {...link} className="font-medium text-accent hover:underline">
                  {one.qualifier}
                </AppLink>,
                one.requested === null ? 'removed' : `${formatCount(one.allocated)} of ${formatCount(one.requested)}`,
                formatCount(one.inUseMax),
                formatPercent(one.utilisationMax),
                formatCount(one.invocations),
                formatCount(one.spillover),
                <Status key="status" one={one} />,
              ],
            }
          })}
        />
      )}
    </Panel>
  )
}

function Status({ one: { status, statusReason } }: { one: ProvisionedUse }) {
  if (status === null) return '—'
  const tone = status === 'READY' ? 'ok' : status === 'FAILED' ? 'fault' : 'cold'
  return (
    <Badge tone={tone} title={statusReason ?? undefined}>
      {status.toLowerCase().replace('_', ' ')}
    </Badge>
  )
}
