'use client'

import { DataSwitch } from '@/components/charts/data-switch'
import type { DataTable } from '@/components/charts/data-table'
import { useShownData } from '@/components/charts/use-shown-data'
import { AppLink } from '@/components/ui/app-link'
import { FigureTable } from '@/components/ui/figure-table'
import { Panel } from '@/components/ui/panel'
import { RelativeTime } from '@/components/ui/relative-time'
import { ResultMark } from '@/components/ui/result-mark'
import { classNames } from '@/lib/client/class-names'
import { resultWords } from '@/lib/client/result-words'
import type { InvocationDetail } from '@/lib/contracts/invocations'
import { formatDuration, shortenId } from '@/lib/domain/format'
import { type LanePiece, layoutNeighbours } from '@/lib/domain/invocations/layout-neighbours'

const ID = 'environment'
const TITLE = 'In the same execution environment'
const HELP =
  'One log stream is one execution environment: these ran in it before and after, one at a time. Lengths by the logarithm. Idle time is between the end of one and the start of the next.'

/** What its execution environment did before and after. */
export function EnvironmentPanel({ invocation }: { invocation: InvocationDetail }) {
  const { asTable } = useShownData(ID)
  const pieces = layoutNeighbours(invocation.environment)
  return (
    <Panel
      id={ID}
      title={TITLE}
      help={HELP}
      actions={<DataSwitch id={ID} title={TITLE} picture="picture" table={() => tableOf(invocation)} />}
    >
      {asTable ? (
        <NeighbourTable invocation={invocation} pieces={pieces} />
      ) : (
        <Lane invocation={invocation} pieces={pieces} />
      )}
    </Panel>
  )
}

function tableOf({ environment }: InvocationDetail): DataTable {
  return {
    columns: ['started', 'request ID', 'result', 'init or restore (ms)', 'duration (ms)'],
    rows: environment.map(({ atMs, requestId, result, initMs, durationMs }) => [
      ...[new Date(atMs).toISOString(), requestId, result, initMs, durationMs],
    ]),
  }
}

type Props = { invocation: InvocationDetail; pieces: readonly LanePiece[] }

function Lane({ invocation: { id, environment, hasEarlier, hasLater }, pieces }: Props) {
  const calls = new Map(environment.map((call) => [call.id, call]))
  const at = environment.findIndex((call) => call.id === id)
  const [previous, next] = [environment[at - 1], environment[at + 1]]
  const gapBefore = pieces.find((piece) => piece.kind === 'gap' && piece.id === id)?.ms ?? null
  return (
    <div className="px-3 pb-3">
      <div className="flex h-10 items-stretch gap-px overflow-x-auto rounded border bg-sunken px-1">
        {hasEarlier && <Ends>…</Ends>}
        {pieces.map(({ kind, id: of, ms, weight }) => {
          const call = calls.get(of)
          if (kind !== 'call' || call === undefined) {
            return (
              <span
                key={`${kind}/${of}`}
                title={`${kind === 'gap' ? 'Idle' : 'Init or restore'} ${formatDuration(ms)}`}
                className={classNames('my-1 min-w-1', kind === 'init' && 'rounded-l-xs bg-cold')}
                style={{ flex: `${weight} 1 0` }}
              />
            )
          }
          const { label, color } = resultWords(call.result)
          return (
            <AppLink
              key={`call/${of}`}
              to={`/invocations/${of}`}
              aria-current={of === id ? 'page' : undefined}
              aria-label={`${of === id ? 'This invocation' : `Invocation ${call.requestId}`}: ${label}, ${formatDuration(call.durationMs)}`}
              title={`${label} · ${formatDuration(call.durationMs)}`}
              className={classNames(
                'my-1 min-w-[24px] rounded-xs hover:opacity-80',
                of === id && 'outline-2 outline-accent outline-offset-1',
              )}
              style={{ flex: `${weight} 1 0`, background: color }}
            />
          )
        })}
        {hasLater && <Ends>…</Ends>}
      </div>
      <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-xs">
        {previous === undefined ? (
          <span>First of this environment that is stored</span>
        ) : (
          <AppLink to={`/invocations/${previous.id}`} className="text-accent hover:underline">
            ← Before it
          </AppLink>
        )}
        {gapBefore !== null && <span className="figures">idle for {formatDuration(gapBefore)} before</span>}
        {next === undefined ? (
          <span className="ml-auto">Last of this environment so far</span>
        ) : (
          <AppLink to={`/invocations/${next.id}`} className="ml-auto text-accent hover:underline">
            After it →
          </AppLink>
        )}
      </div>
    </div>
  )
}

function Ends({ children }: { children: string }) {
  return <span className="self-center px-1 text-faint text-xs">{children}</span>
}

function NeighbourTable({ invocation: { id, environment }, pieces }: Props) {
  const gaps = new Map(pieces.flatMap(({ kind, id: of, ms }) => (kind === 'gap' ? [[of, ms] as const] : [])))
  return (
    <FigureTable
      label="Invocations of the same environment"
      className="max-h-80"
      columns={[
        { label: 'Started' },
        { label: 'Request ID' },
        { label: 'Result' },
        { label: 'Idle before', wideOnly: true, number: true },
        { label: 'Init or restore', wideOnly: true, number: true },
        { label: 'Duration', number: true },
      ]}
      rows={environment.map((call) => ({
        key: call.id,
        selected: call.id === id,
        cells: [
          <RelativeTime key="started" atMs={call.atMs} />,
          call.id === id ? (
            'this invocation'
          ) : (
            <AppLink
              key="request"
              to={`/invocations/${call.id}`}
              title={call.requestId}
              className="font-mono text-accent text-xs hover:underline"
            >
              {shortenId(call.requestId)}
            </AppLink>
          ),
          <ResultMark key="result" result={call.result} />,
          formatDuration(gaps.get(call.id)),
          formatDuration(call.initMs),
          formatDuration(call.durationMs),
        ],
      }))}
    />
  )
}
