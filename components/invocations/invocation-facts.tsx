'use client'

import { AppLink } from '@/components/ui/app-link'
import { CopyButton } from '@/components/ui/copy-button'
import { Panel } from '@/components/ui/panel'
import { useClock } from '@/lib/client/clock'
import type { InvocationDetail } from '@/lib/contracts/invocations'
import { logStreamUrl, logsInsightsUrl } from '@/lib/domain/console-links'
import { ON_DEMAND_COST } from '@/lib/domain/cost/on-demand-words'
import { formatAbsoluteTime, formatDuration, formatMemory, formatUsd, shortenId } from '@/lib/domain/format'

const AROUND_MS = 60_000
const LONGEST_MS = 900_000

/** The report's fields and where the invocation ran. */
export function InvocationFacts({ invocation }: { invocation: InvocationDetail }) {
  const { zone } = useClock()
  const rows: [string, string, string?][] = [
    ['Started', formatAbsoluteTime(invocation.atMs, zone)],
    ['Version', invocation.version],
    ...(invocation.tenantId === null ? [] : [['Tenant', invocation.tenantId] satisfies [string, string]]),
    ['Duration', formatDuration(invocation.durationMs), ms(invocation.durationMs)],
    ['Billed Duration', formatDuration(invocation.billedMs), ms(invocation.billedMs)],
    ['Init Duration', formatDuration(invocation.initMs), ms(invocation.initMs)],
    ['Restore Duration', formatDuration(invocation.restoreMs), ms(invocation.restoreMs)],
    ['Cold start', invocation.coldStart ? 'yes' : 'no'],
    ['Memory Size', formatMemory(invocation.memoryMb)],
    ['Max Memory Used', formatMemory(invocation.maxMemoryUsedMb)],
    ['Cost', formatUsd(invocation.costUsd), ON_DEMAND_COST],
    ['Region', invocation.region],
    ['Account', invocation.accountId],
  ]
  return (
    <aside aria-label="Report" className="min-w-0">
      <Panel title="Report">
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 px-3 pb-3 text-sm">
          {rows.map(([name, value, exact]) => (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd title={exact} className="figures whitespace-normal text-right">
                {value}
              </dd>
            </div>
          ))}
        </dl>
        <div className="flex flex-col gap-2 border-t px-3 py-2 text-sm">
          <LongFact name="Log stream" value={invocation.logStream} />
          <LongFact name="Log group" value={invocation.logGroup} />
          {invocation.traceId === null ? (
            <p className="text-muted">No trace: X-Ray did not sample this invocation, or tracing is off.</p>
          ) : (
            <p className="flex items-center justify-between gap-2">
              <span className="text-muted">Trace</span>
              <AppLink to={`/traces/${invocation.traceId}`} className="font-mono text-accent text-xs hover:underline">
                {shortenId(invocation.traceId, 14, 6)}
              </AppLink>
            </p>
          )}
        </div>
        <div className="flex flex-wrap gap-x-4 gap-y-1 border-t px-3 py-2 text-sm">
          <span className="text-muted">Open in AWS</span>
          <ConsoleLink to={logStreamUrl(invocation)}>Log stream</ConsoleLink>
          <ConsoleLink to={logsInsightsUrl({ ...invocation, ...linesWindow(invocation) })}>Logs Insights</ConsoleLink>
        </div>
      </Panel>
    </aside>
  )
}

function ConsoleLink({ to, children }: { to: string; children: string }) {
  return (
    <a href={to} target="_blank" rel="noreferrer" className="text-accent hover:underline">
      {children}
    </a>
  )
}

/** Lines of an init stand before the start, and some that an environment flushes late after the end. */
function linesWindow({ atMs, endedAtMs }: InvocationDetail): { fromMs: number; toMs: number } {
  return { fromMs: atMs - AROUND_MS, toMs: (endedAtMs ?? atMs + LONGEST_MS) + AROUND_MS }
}

function LongFact({ name, value }: { name: string; value: string }) {
  return (
    <div className="min-w-0">
      <p className="flex items-center justify-between text-muted text-xs">
        {name}
        <CopyButton text={value} label={`Copy the ${name.toLowerCase()}`} />
      </p>
      <p className="break-all font-mono text-xs">{value}</p>
    </div>
  )
}

function ms(value: number | null): string | undefined {
  return value === null ? undefined : `${value} ms`
}
