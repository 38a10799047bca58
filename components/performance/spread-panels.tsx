'use client'

import { AppLink } from '@/components/ui/app-link'
import { Badge } from '@/components/ui/badge'
import { FigureTable } from '@/components/ui/figure-table'
import { Panel } from '@/components/ui/panel'
import { useClock } from '@/lib/client/clock'
import { failedOf } from '@/lib/client/function-links'
import type { ParamPatch } from '@/lib/client/view-params'
import type { PerformanceResponse, VersionSpread } from '@/lib/contracts/performance'
import {
  formatAbsoluteTime,
  formatCount,
  formatDuration,
  formatMemory,
  formatPercent,
  formatUsd,
} from '@/lib/domain/format'

type Props = { data: PerformanceResponse; path: string; place: ParamPatch }

const SPREAD = [
  { label: 'Invocations', number: true },
  { label: 'p50', number: true },
  { label: 'p95', number: true },
  { label: 'p99', wideOnly: true, number: true },
  { label: 'Max', wideOnly: true, number: true },
]

/** Percentiles of each version that ran. */
export function VersionPanel({ data, path, place }: Props) {
  return (
    <Panel
      title="Duration by version"
      help="Percentiles of Duration in report lines, within 1 %. The version is that of the log stream, so that a weighted alias is told apart."
    >
      <FigureTable
        label="Duration by version"
        minWidth={560}
        columns={[
          { label: 'Version' },
          ...SPREAD,
          { label: 'Errors', number: true },
          { label: 'Cold', wideOnly: true, number: true },
        ]}
        rows={data.versions.map((one) => ({
          key: one.version,
          cells: [
            one.version,
            <InvocationsLink key="all" path={path} params={{ ...place, qualifier: one.version }}>
              {formatCount(one.invocations)}
            </InvocationsLink>,
            ...spreadCells(one),
            <InvocationsLink key="errors" path={path} params={failedOf(one.version, place)}>
              {formatPercent(one.invocations === 0 ? null : one.errors / one.invocations)}
            </InvocationsLink>,
            formatPercent(one.invocations === 0 ? null : one.coldStarts / one.invocations),
          ],
        }))}
      />
    </Panel>
  )
}

/** Percentiles by Memory Size, cold and warm apart. */
export function MemoryGroupsPanel({ data, path, place }: Props) {
  const { zone } = useClock()
  const { sample, groups, isWhole } = data
  const note =
    sample === null || sample.isWhole
      ? `All invocations of the window${isWhole ? '' : ' that are read'}.`
      : `The newest ${formatCount(sample.invocations)} invocations, since ${formatAbsoluteTime(Math.floor(sample.fromMs / 1000) * 1000, zone)}.`
  return (
    <Panel
      title="Duration by memory, cold or warm"
      help="Cold: the report line has an Init or Restore Duration, which is told apart and is not part of Duration. Read one by one, the newest 10,000 at most; percentiles are exact. Price: Billed Duration and requests, at list prices on demand."
    >
      <p className="px-3 pb-2 text-muted text-xs">{note}</p>
      <FigureTable
        label="Duration by memory, cold or warm"
        minWidth={680}
        columns={[
          { label: 'Memory size' },
          { label: 'Start' },
          ...SPREAD,
          { label: 'Init p50', wideOnly: true, number: true },
          { label: 'Init p95', wideOnly: true, number: true },
          { label: 'Max used', wideOnly: true, number: true },
          { label: 'Per million', wideOnly: true, number: true },
        ]}
        rows={groups.map((one) => ({
          key: `${one.memoryMb}/${one.cold}`,
          cells: [
            formatMemory(one.memoryMb),
            <StartBadge key="start" cold={one.cold} />,
            one.memoryMb === null ? (
              formatCount(one.invocations)
            ) : (
              <InvocationsLink
                key="count"
                path={path}
                params={{ ...place, start: one.cold ? 'cold' : 'warm', memorySizeMb: String(one.memoryMb) }}
              >
                {formatCount(one.invocations)}
              </InvocationsLink>
            ),
            ...spreadCells(one),
            formatDuration(one.initP50Ms),
            formatDuration(one.initP95Ms),
            formatMemory(one.maxMemoryUsedMb),
            formatUsd(one.usdPerMillion),
          ],
        }))}
      />
    </Panel>
  )
}

const VERDICTS = {
  reached: { tone: 'fault', label: 'timed out' },
  close: { tone: 'error', label: 'close' },
  loose: { tone: 'neutral', label: 'much room' },
  fine: { tone: 'ok', label: 'enough room' },
} as const

/** How far from the timeout the invocations of each version stayed. */
export function TimeoutPanel({ data, path, place }: Props) {
  return (
    <Panel
      title="Timeout head-room"
      help="Close: the longest took 80 % of the timeout or more. Much room: of a timeout of 10 s or more not a tenth was needed, so that a hang would be paid for long. Calls are held against the timeout that stood then; one that was changed within the window is not judged. Of $LATEST changes are known from the first listing by Lambdascope on."
    >
      <FigureTable
        label="Timeout head-room"
        minWidth={560}
        columns={[
          { label: 'Version' },
          { label: 'Timeout', wideOnly: true, number: true },
          { label: 'Longest', wideOnly: true, number: true },
          { label: 'Of it', number: true },
          { label: 'Over 80 %', wideOnly: true, number: true },
          { label: 'Timed out', number: true },
          { label: 'Verdict' },
        ]}
        rows={data.versions.map((one) => {
          const params = { ...place, qualifier: one.version }
          return {
            key: one.version,
            cells: [
              one.version,
              one.timeoutChanged ? 'changed' : one.timeoutS === null ? '—' : formatDuration(one.timeoutS * 1000),
              <InvocationsLink key="longest" path={path} params={{ ...params, sort: 'slowest' }}>
                {formatDuration(one.maxMs)}
              </InvocationsLink>,
              formatPercent(one.timeoutS === null || one.maxMs === null ? null : one.maxMs / (one.timeoutS * 1000)),
              <InvocationsLink
                key="close"
                path={path}
                params={{ ...params, minDurationMs: one.closeMs === null ? null : String(one.closeMs) }}
              >
                {formatCount(one.close)}
              </InvocationsLink>,
              <InvocationsLink key="timeouts" path={path} params={{ ...params, result: 'timeout' }}>
                {formatCount(one.timeouts)}
              </InvocationsLink>,
              <Verdict key="verdict" verdict={one.timeoutVerdict} />,
            ],
          }
        })}
      />
    </Panel>
  )
}

function InvocationsLink({ path, params, children }: { path: string; params: ParamPatch; children: string }) {
  return (
    <AppLink to={`${path}/invocations`} params={params} className="hover:underline">
      {children}
    </AppLink>
  )
}

type Spread = { p50Ms: number | null; p95Ms: number | null; p99Ms: number | null; maxMs: number | null }

function spreadCells({ p50Ms, p95Ms, p99Ms, maxMs }: Spread) {
  return Object.entries({ p50Ms, p95Ms, p99Ms, maxMs }).map(([name, ms]) => (
    <span key={name} title={ms === null ? undefined : `${ms} ms`}>
      {formatDuration(ms)}
    </span>
  ))
}

function StartBadge({ cold }: { cold: boolean }) {
  return cold ? <Badge tone="cold">cold</Badge> : <Badge>warm</Badge>
}

function Verdict({ verdict }: { verdict: VersionSpread['timeoutVerdict'] }) {
  if (verdict === null) return '—'
  const { tone, label } = VERDICTS[verdict]
  return <Badge tone={tone}>{label}</Badge>
}
