'use client'

import { AppLink } from '@/components/ui/app-link'
import { Badge } from '@/components/ui/badge'
import { ConsoleLink } from '@/components/ui/console-link'
import { FigureLink } from '@/components/ui/figure-link'
import { FigureTable } from '@/components/ui/figure-table'
import { Panel } from '@/components/ui/panel'
import { RelativeTime } from '@/components/ui/relative-time'
import { differenceWords, withoutPrevious } from '@/components/versions/difference-words'
import type { FunctionRef } from '@/lib/client/function-ref'
import type { ParamPatch } from '@/lib/client/view-params'
import type { VersionItem, VersionsResponse } from '@/lib/contracts/versions'
import { versionUrl } from '@/lib/domain/console-links'
import { formatCount, formatDuration, formatPercent } from '@/lib/domain/format'
import { describePartlyRead } from '@/lib/domain/read-extent'

type Props = {
  data: VersionsResponse
  path: string
  place: ParamPatch
  fn: FunctionRef
  chosen: readonly (string | null)[]
}

const COLUMNS = [
  { label: 'Version', width: 150 },
  { label: 'Published', wideOnly: true, width: 112 },
  { label: 'Code SHA-256', wideOnly: true, width: 116 },
  { label: 'Differs from the one before', wideOnly: true, wraps: true },
  { label: 'Invocations', number: true, width: 104 },
  { label: 'Error rate', number: true, width: 96 },
  { label: 'p50', wideOnly: true, number: true, width: 80 },
  { label: 'p95', number: true, width: 80 },
  { label: 'Cold', wideOnly: true, number: true, width: 80 },
]

/** Every version, what sets it apart from the one before, and what it did in the window. */
export function VersionsPanel({ data, path, place, fn, chosen }: Props) {
  const invocationsOf = ({ version }: VersionItem, params: ParamPatch) => {
    return { to: `${path}/invocations`, params: { ...place, ...params, qualifier: version } }
  }
  return (
    <Panel
      title={`Versions · ${data.versions.length}`}
      help="Differences are those from the version published before. Figures are those of log lines, which name the version that ran whatever the way of the call."
    >
      {!data.isWhole && (
        <p role="status" className="px-3 pb-2 text-muted text-sm">
          {describePartlyRead(data.refusal)}
        </p>
      )}
      <FigureTable
        label="Versions"
        orderParam="versionsOrder"
        className="max-h-96"
        minWidth={1000}
        columns={COLUMNS}
        rows={data.versions.map((one) => ({
          key: one.version,
          selected: chosen.includes(one.version),
          values: valuesOf(one),
          cells: [
            <VersionName key="version" one={one} path={path} place={place} fn={fn} />,
            one.publishedAtMs === null ? '—' : <RelativeTime key="published" atMs={one.publishedAtMs} />,
            <code key="sha" title={one.codeSha256 ?? undefined} className="text-muted text-xs">
              {one.codeSha256?.slice(0, 10) ?? '—'}
            </code>,
            <Differences key="differences" one={one} />,
            <AppLink
              key="invocations"
              to={`${path}/invocations`}
              params={{ ...place, qualifier: one.version }}
              className="hover:underline"
            >
              {formatCount(one.invocations)}
            </AppLink>,
            <FigureLink key="errors" {...invocationsOf(one, { result: 'failed' })} value={one.errors}>
              {formatPercent(share(one.errors, one.invocations))}
            </FigureLink>,
            formatDuration(one.p50Ms),
            <FigureLink key="p95" {...invocationsOf(one, { sort: 'slowest' })} value={one.p95Ms}>
              {formatDuration(one.p95Ms)}
            </FigureLink>,
            <FigureLink key="cold" {...invocationsOf(one, { start: 'cold' })} value={one.coldStarts}>
              {formatPercent(share(one.coldStarts, one.invocations))}
            </FigureLink>,
          ],
        }))}
      />
    </Panel>
  )
}

function valuesOf(one: VersionItem) {
  const { version, publishedAtMs, invocations, errors, coldStarts, p50Ms, p95Ms } = one
  const figures = [invocations, share(errors, invocations), p50Ms, p95Ms, share(coldStarts, invocations)]
  return [version, publishedAtMs, undefined, undefined, ...figures]
}

function VersionName({ one, path, place, fn }: Pick<Props, 'path' | 'place' | 'fn'> & { one: VersionItem }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <AppLink
        to={path}
        params={{ ...place, qualifier: one.version }}
        title={one.description ?? undefined}
        className="font-medium text-accent hover:underline"
      >
        {one.version}
      </AppLink>
      <ConsoleLink to={versionUrl({ ...fn, version: one.version })} of={`version ${one.version}`} />
      {one.aliases.map((alias) => (
        <Badge key={alias}>{alias}</Badge>
      ))}
    </span>
  )
}

function Differences({ one }: { one: VersionItem }) {
  if (one.previous === null) return <span className="text-faint">{withoutPrevious(one.version)}</span>
  if (one.differences.length === 0) return <span className="text-faint">nothing that is known</span>
  // Where each row has one line, not all of them may be seen.
  const all = one.differences.map(differenceWords).map(({ label, before, after }) => `${label}: ${before} → ${after}`)
  return (
    <span title={all.join('\n')} className="flex flex-wrap gap-1">
      {one.differences.map((difference) => {
        const { label, before, after, isShort } = differenceWords(difference)
        return (
          <Badge key={difference.field} title={`${label}: ${before} → ${after}`}>
            {isShort ? `${label} ${before} → ${after}` : label}
          </Badge>
        )
      })}
    </span>
  )
}

function share(part: number | null, whole: number | null): number | null {
  return part === null || !whole ? null : part / whole
}
