'use client'

import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { formatMoment } from '@/components/logs/format-moment'
import { MarkedText } from '@/components/logs/marked-text'
import { AppLink } from '@/components/ui/app-link'
import { CopyButton } from '@/components/ui/copy-button'
import { IconButton } from '@/components/ui/icon-button'
import { LEVELS } from '@/components/ui/log-lines'
import { QueryError } from '@/components/ui/query-error'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import { functionPath } from '@/lib/client/function-ref'
import { logContextOptions } from '@/lib/client/logs-options'
import type { LogContextResponse, LogItem } from '@/lib/contracts/logs'
import { logEventsUrl, logStreamUrl } from '@/lib/domain/console-links'
import { formatAbsoluteTime, shortenId } from '@/lib/domain/format'
import { printableText } from '@/lib/domain/logs/printable-text'
import { readJson } from '@/lib/domain/logs/search/field-values'
import { summariseLine } from '@/lib/domain/logs/summarise-line'

type Props = { id: string; marks: readonly string[]; onOpen(id: string | null): void; onAdd(term: string): void }

/** The whole of one log line, what it belongs to, and the lines around it in its stream. */
export default function LogLinePanel({ id, marks, onOpen, onAdd }: Props) {
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...logContextOptions(id),
    placeholderData: (before) => before,
  })
  return (
    <aside
      aria-label="Log line"
      className="flex max-h-[60vh] min-h-48 min-w-0 flex-col rounded-(--radius) border bg-surface lg:max-h-none lg:w-[46%] lg:max-w-[720px]"
    >
      <header className="flex h-9 shrink-0 items-center gap-2 border-b pr-1 pl-3">
        <h2 className="font-medium text-sm">Log line</h2>
        <div className="ml-auto flex items-center">
          {data && <CopyButton text={data.line.message} label="Copy the line" />}
          <IconButton label="Close" onClick={() => onOpen(null)}>
            <X aria-hidden className="size-4" />
          </IconButton>
        </div>
      </header>
      {error ? (
        <QueryError error={error} onRetry={refetch} />
      ) : data ? (
        <div className={classNames('min-h-0 flex-1 overflow-auto', isPlaceholderData && 'stale')}>
          <Facts data={data} onAdd={onAdd} />
          <WholeLine message={data.line.message} marks={marks} />
          <Context data={data} marks={marks} onOpen={onOpen} />
        </div>
      ) : (
        <div className="skeleton m-3 h-64" />
      )}
    </aside>
  )
}

function Facts({ data, onAdd }: { data: LogContextResponse; onAdd(term: string): void }) {
  const { zone } = useClock()
  const { line, invocationId, traceId } = data
  const link = 'text-accent hover:underline'
  return (
    <>
      <dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 gap-y-1 px-3 py-2 text-xs">
        <dt className="text-muted">Time</dt>
        <dd className="figures">{formatAbsoluteTime(line.atMs, zone)}</dd>
        <dt className="text-muted">Function</dt>
        <dd className="truncate">
          {line.functionName === null ? (
            <span className="text-faint">— · {line.logGroup}</span>
          ) : (
            <AppLink
              to={functionPath({ name: line.functionName })}
              params={{ accountId: line.accountId, region: line.region }}
              className={link}
            >
              {line.functionName}
            </AppLink>
          )}
          {line.version !== null && <span className="text-muted"> · version {line.version}</span>}
        </dd>
        <dt className="text-muted">Account</dt>
        <dd>
          {line.accountId} · {line.region}
        </dd>
        <dt className="text-muted">Request ID</dt>
        <dd className="flex min-w-0 items-center gap-1">
          {line.requestId === null ? (
            <span className="text-faint">— the line names none</span>
          ) : (
            <>
              <span className="truncate font-mono" title={line.requestId}>
                {shortenId(line.requestId)}
              </span>
              <CopyButton text={line.requestId} label="Copy the request ID" />
              <button type="button" className={link} onClick={() => onAdd(`request:${line.requestId}`)}>
                Its lines
              </button>
            </>
          )}
        </dd>
        <dt className="text-muted">Log stream</dt>
        <dd className="truncate font-mono" title={`${line.logGroup} ${line.logStream}`}>
          {line.logStream}
        </dd>
      </dl>
      <p className="flex gap-3 px-3 pb-2 text-xs">
        {invocationId !== null && (
          <AppLink to={`/invocations/${invocationId}`} className={`font-medium ${link}`}>
            Open its invocation
          </AppLink>
        )}
        {traceId !== null && (
          <AppLink to={`/traces/${traceId}`} className={`font-medium ${link}`}>
            Open its trace
          </AppLink>
        )}
        <a href={consoleUrl(line)} target="_blank" rel="noreferrer" className={`font-medium ${link}`}>
          Open in AWS
        </a>
      </p>
    </>
  )
}

/** The stream in AWS's console: the lines of the request, or those from this one on. */
function consoleUrl({ requestId, atMs, ...line }: LogItem): string {
  return requestId === null ? logEventsUrl({ ...line, fromMs: atMs }) : logStreamUrl({ ...line, requestId })
}

function WholeLine({ message, marks }: { message: string; marks: readonly string[] }) {
  const json = readJson(message)
  const head = json === undefined ? message : message.slice(0, message.indexOf('{'))
  const text = json === undefined ? head : `${head}${head === '' ? '' : '\n'}${JSON.stringify(json, null, 2)}`
  return (
    <pre className="mx-3 mb-3 whitespace-pre-wrap wrap-anywhere rounded-(--radius) bg-sunken px-3 py-2 font-mono text-xs">
      <MarkedText text={printableText(text)} marks={marks} />
    </pre>
  )
}

function Context({
  data,
  marks,
  onOpen,
}: {
  data: LogContextResponse
  marks: readonly string[]
  onOpen(id: string): void
}) {
  const { line, before, after } = data
  const list = useRef<HTMLOListElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another line stands in another place
  useEffect(() => {
    const current = list.current?.querySelector<HTMLElement>('[aria-current]')
    if (!list.current || !current) return
    list.current.scrollTop = current.offsetTop - list.current.offsetTop - list.current.clientHeight / 2
  }, [line.id])
  return (
    <section aria-label="Lines around it" className="border-t">
      <h3 className="px-3 pt-2 pb-1 font-medium text-xs">
        In its stream{' '}
        <span className="font-normal text-muted">
          · {before.length} before, {after.length} after
        </span>
      </h3>
      <ol ref={list} className="max-h-80 overflow-auto pb-2">
        {[...before, line, ...after].map((item) => (
          <ContextRow key={item.id} item={item} current={item.id === line.id} marks={marks} onOpen={onOpen} />
        ))}
      </ol>
    </section>
  )
}

type ContextRowProps = { item: LogItem; current: boolean; marks: readonly string[]; onOpen(id: string): void }

function ContextRow({ item, current, marks, onOpen }: ContextRowProps) {
  const { zone } = useClock()
  const level = item.level === null ? undefined : LEVELS[item.level]
  return (
    <li>
      <button
        type="button"
        aria-current={current ? 'true' : undefined}
        onClick={() => onOpen(item.id)}
        className={classNames(
          'grid w-full grid-cols-[84px_40px_minmax(0,1fr)] items-baseline gap-x-2 px-3 py-0.5 text-left font-mono text-2xs',
          current ? 'bg-selected' : 'hover:bg-hover',
        )}
      >
        <span className="figures text-muted">{formatMoment(item.atMs, zone)}</span>
        <span className={level?.tone}>{level?.label}</span>
        <span className="truncate">
          <MarkedText text={summariseLine(item.message)} marks={marks} />
        </span>
      </button>
    </li>
  )
}
