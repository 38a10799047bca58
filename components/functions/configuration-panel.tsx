import { ChangesPanel } from '@/components/functions/changes-panel'
import { limitsOf } from '@/components/functions/limits-of'
import { AppLink } from '@/components/ui/app-link'
import { FactRows } from '@/components/ui/fact-rows'
import { Panel } from '@/components/ui/panel'
import { functionPath } from '@/lib/client/function-ref'
import type { FunctionDetail } from '@/lib/contracts/function-detail'
import { formatCount, formatMemory } from '@/lib/domain/format'

type Props = { detail: FunctionDetail; qualifier: string | null }

/** The key facts of how the function is set up and what changed of it; its tabs have the rest. */
export function ConfigurationPanel({ detail, qualifier }: Props) {
  const { accountId, region, qualifiers } = detail
  const aliases = qualifiers.filter(({ kind }) => kind === 'alias').length
  const published = qualifiers.filter(({ kind, version }) => kind === 'version' && version !== '$LATEST').length
  const links = [
    { path: '/configuration', words: 'All of its configuration' },
    { path: '/triggers', words: triggerWords(detail) },
    {
      path: '/versions',
      words: `${many(published, 'version')}, ${many(aliases, 'alias', 'aliases')}`,
    },
  ]
  return (
    <aside aria-label="Configuration" className="flex min-w-0 flex-col gap-4">
      <Panel title="Configuration">
        <FactRows rows={rowsOf(detail, qualifier)} />
        <ul className="flex flex-col border-t px-3 py-1 text-xs">
          {links.map(({ path, words }) => (
            <li key={path}>
              <AppLink
                to={`${functionPath(detail)}${path}`}
                params={{ accountId, region, qualifier }}
                className="inline-flex h-[26px] items-center text-accent hover:underline"
              >
                {words}
              </AppLink>
            </li>
          ))}
        </ul>
      </Panel>
      <ChangesPanel detail={detail} />
    </aside>
  )
}

function rowsOf(detail: FunctionDetail, qualifier: string | null): [string, string | null][] {
  const { reservedConcurrency, provisioned, settingsRead } = detail
  const { memoryMb, timeoutS } = limitsOf(detail, qualifier)
  const isOfMany = detail.qualifiers.find((one) => one.qualifier === qualifier)?.kind !== 'version'
  const unlike = isOfMany && detail.memoryMb !== null ? 'differs by version' : null
  const none = settingsRead ? 'none' : 'not known'
  const allocated = provisioned.map(({ qualifier, allocated: count }) => `${qualifier}: ${formatCount(count)}`)
  return [
    ['Runtime', detail.runtime ?? (detail.packageType === 'Image' ? 'Container image' : null)],
    ['Architecture', detail.architecture],
    ['Memory size', memoryMb === null ? unlike : formatMemory(memoryMb)],
    ['Timeout', timeoutS === null ? unlike : `${timeoutS} s`],
    ['Reserved concurrency', reservedConcurrency === null ? none : formatCount(reservedConcurrency)],
    ['Provisioned concurrency', allocated.length === 0 ? none : allocated.join(', ')],
    ['Tracing', detail.tracingMode],
    ['Log group', detail.logGroupName],
    ['State', detail.state],
  ]
}

/** None may be one that was not read: the tab says why. */
function triggerWords({ triggers, destinations }: FunctionDetail): string {
  const known = [
    triggers.length === 0 ? null : many(triggers.length, 'trigger'),
    destinations.length === 0 ? null : many(destinations.length, 'destination'),
  ].filter((words) => words !== null)
  return known.length === 0 ? 'Triggers and destinations' : known.join(', ')
}

function many(count: number, one: string, more = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : more}`
}
