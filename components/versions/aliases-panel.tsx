import { AppLink } from '@/components/ui/app-link'
import { ConsoleLink } from '@/components/ui/console-link'
import { FigureLink } from '@/components/ui/figure-link'
import { FigureTable } from '@/components/ui/figure-table'
import { Panel } from '@/components/ui/panel'
import { RelativeTime } from '@/components/ui/relative-time'
import { routeLink } from '@/components/versions/route-link'
import type { FunctionRef } from '@/lib/client/function-ref'
import type { ParamPatch } from '@/lib/client/view-params'
import type { AliasTraffic } from '@/lib/contracts/versions'
import { aliasUrl } from '@/lib/domain/console-links'
import { formatCount, formatPercent } from '@/lib/domain/format'

type Props = { aliases: readonly AliasTraffic[]; path: string; place: ParamPatch; fn: FunctionRef }
type Route = AliasTraffic['routes'][number]

/** Weights as they are, and the calls that really came. */
export function AliasesPanel({ aliases, path, place, fn }: Props) {
  if (aliases.length === 0) return null
  return (
    <Panel
      title="Aliases"
      help="Calls as CloudWatch counts them. It splits those of weighted aliases by version; of others it counts the alias alone, so that nothing is told by version of one that was changed in the window. Lambda draws each call's version by chance, so that the share seen varies about the weight: the interval says by how much. Calls of one of several versions lead to all that ran on that version, because log lines do not name the alias."
    >
      <FigureTable
        label="Aliases"
        orderParam="aliasesOrder"
        minWidth={640}
        columns={[
          { label: 'Alias' },
          { label: 'Version' },
          { label: 'Weight', number: true },
          { label: 'Calls', number: true },
          { label: 'Share seen', wideOnly: true, number: true },
          { label: '95 % interval', wideOnly: true, number: true },
          { label: 'Error rate', number: true },
        ]}
        rows={aliases.flatMap((alias) => {
          return alias.routes.map((route) => {
            const { params, title } = routeLink(alias, route.version, place)
            const to = `${path}/invocations`
            return {
              key: `${alias.alias}/${route.version}`,
              values: valuesOf(alias.alias, route),
              cells: [
                <AliasName key="alias" alias={alias} path={path} place={place} fn={fn} />,
                route.version,
                formatPercent(route.weight),
                <FigureLink key="calls" {...{ to, params, title }} value={route.invocations}>
                  {formatCount(route.invocations)}
                </FigureLink>,
                formatPercent(route.share),
                interval(route),
                <FigureLink
                  key="errors"
                  {...{ to, title }}
                  params={{ ...params, result: 'failed' }}
                  value={route.errors}
                >
                  {formatPercent(errorRate(route))}
                </FigureLink>,
              ],
            }
          })
        })}
      />
    </Panel>
  )
}

function valuesOf(alias: string, route: Route) {
  const { version, weight, invocations, share, shareLower } = route
  return [alias, version, weight, invocations, share, shareLower, errorRate(route)]
}

function AliasName({ alias, path, place, fn }: Omit<Props, 'aliases'> & { alias: AliasTraffic }) {
  return (
    <span className="inline-flex items-baseline gap-2">
      <AppLink
        to={path}
        params={{ ...place, qualifier: alias.alias }}
        title={alias.description ?? undefined}
        className="font-medium text-accent hover:underline"
      >
        {alias.alias}
      </AppLink>
      <span className="self-center">
        <ConsoleLink to={aliasUrl({ ...fn, alias: alias.alias })} of={`alias ${alias.alias}`} />
      </span>
      {alias.changedAtMs !== null && (
        <span className="text-faint text-xs">
          changed <RelativeTime atMs={alias.changedAtMs} />
        </span>
      )}
    </span>
  )
}

function interval(route: Route): string {
  if (route.shareLower === null || route.shareUpper === null) return '—'
  return `${formatPercent(route.shareLower)} to ${formatPercent(route.shareUpper)}`
}

function errorRate(route: Route): number | null {
  return route.errors === null || !route.invocations ? null : route.errors / route.invocations
}
