'use client'

import { AppLink } from '@/components/ui/app-link'
import { FigureTable } from '@/components/ui/figure-table'
import { Panel } from '@/components/ui/panel'
import { RelativeTime } from '@/components/ui/relative-time'
import { functionPath } from '@/lib/client/function-ref'
import { issueInvocations } from '@/lib/client/issue-invocations'
import { usePlaceWords } from '@/lib/client/known-places'
import type { IssueDetail, IssuePlace } from '@/lib/contracts/issues'
import { formatCount, formatPercent } from '@/lib/domain/format'

const COLUMNS = [
  { label: 'Function' },
  { label: 'Region', wideOnly: true, width: 120 },
  { label: 'Version', width: 96 },
  { label: 'Occurrences', number: true, width: 112, title: 'In this window; leads to all of its class and error type' },
  {
    label: 'Invocations',
    wideOnly: true,
    number: true,
    width: 112,
    title: 'Of this version in this window, from log lines',
  },
  { label: 'Share', wideOnly: true, number: true, width: 88 },
  { label: 'First seen', wideOnly: true, width: 112 },
  { label: 'Last seen', wideOnly: true, width: 112 },
]

/** Functions × versions that have had the issue. */
export function IssuePlaces({ issue }: { issue: IssueDetail }) {
  return (
    <Panel
      title="Where"
      help="Every version of every function that has had it; those without an occurrence in this window last."
    >
      <FigureTable
        label="Functions and versions"
        orderParam="whereOrder"
        columns={COLUMNS}
        minWidth={880}
        className="max-h-96"
        rows={issue.places.map((place) => ({
          key: `${place.accountId}/${place.region}/${place.functionName}/${place.version}`,
          cells: cellsOf(place, issue),
          values: valuesOf(place),
        }))}
      />
    </Panel>
  )
}

function valuesOf({ functionName, region, version, count, invocations, firstSeenMs, lastSeenMs }: IssuePlace) {
  const share = invocations ? count / invocations : null
  return [functionName, region, version, count, invocations, share, firstSeenMs, lastSeenMs]
}

/** Its region, and its account where there are several. */
function Where({ place }: { place: IssuePlace }) {
  return usePlaceWords()(place) ?? place.region
}

function cellsOf(place: IssuePlace, issue: IssueDetail) {
  const { functionName, accountId, region, version, count, invocations } = place
  const path = functionPath({ name: functionName })
  const params = { accountId, region, qualifier: version }
  return [
    <AppLink
      key="function"
      to={path}
      params={{ accountId, region }}
      title={`${region} · ${accountId}`}
      className="hover:underline"
    >
      {functionName}
    </AppLink>,
    <Where key="region" place={place} />,
    version,
    count === 0 ? (
      '0'
    ) : (
      <AppLink key="count" {...issueInvocations(issue, place, { qualifier: version })} className="hover:underline">
        {formatCount(count)}
      </AppLink>
    ),
    <AppLink key="all" to={`${path}/invocations`} params={params} className="hover:underline">
      {formatCount(invocations)}
    </AppLink>,
    formatPercent(invocations ? count / invocations : null),
    <RelativeTime key="first" atMs={place.firstSeenMs} />,
    <RelativeTime key="last" atMs={place.lastSeenMs} />,
  ]
}
