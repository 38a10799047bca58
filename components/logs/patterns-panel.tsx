'use client'

import { useQuery } from '@tanstack/react-query'
import { Badge } from '@/components/ui/badge'
import { LEVELS } from '@/components/ui/log-lines'
import { Notice } from '@/components/ui/notice'
import { QueryError } from '@/components/ui/query-error'
import { RelativeTime } from '@/components/ui/relative-time'
import { classNames } from '@/lib/client/class-names'
import { type LogsChoice, logPatternsOptions } from '@/lib/client/logs-options'
import type { LogPattern } from '@/lib/contracts/logs'
import { formatCount, formatPercent } from '@/lib/domain/format'
import { oneLine } from '@/lib/domain/logs/printable-text'
import { patternWords, tokensOf } from '@/lib/domain/logs/search/group-patterns'

const MOST_WORDS = 6

/** What the lines say, by their shape: how often, and what was not said before. A pattern leads to its lines. */
export default function PatternsPanel({ choice, onAdd }: { choice: LogsChoice; onAdd(terms: string): void }) {
  const { data, error, refetch, isPlaceholderData } = useQuery(logPatternsOptions(choice))
  if (error && !data) return <QueryError error={error} onRetry={refetch} className="flex-1" />
  if (!data) return <div className="skeleton h-96 flex-1" />
  if (data.patterns.length === 0)
    return <Notice kind="empty" title="No stored line of this window meets the search" className="flex-1" />
  const estimated = data.sampledShare < 1
  return (
    <div className={classNames('flex min-h-0 flex-1 flex-col gap-2', isPlaceholderData && 'stale')}>
      <p className="text-muted text-xs">
        {data.patterns.length} patterns of {data.linesRead.toLocaleString('en')} lines
        {estimated &&
          `, an even sample of ${formatPercent(data.sampledShare)}: counts are estimated, rare patterns may be missing, and when one was last seen is not known`}
        . New: not seen in as long a time before this window.
      </p>
      <section
        aria-label="Patterns"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto rounded-(--radius) border bg-surface"
      >
        <table className="w-full table-fixed text-sm">
          <thead>
            <tr className="border-b text-muted text-xs">
              <Head width={96} label="Lines" number />
              <Head width={96} label="Share" />
              <Head width={64} label="Level" wide />
              <Head label="Pattern" />
              <Head width={176} label="Functions" wide />
              <Head width={104} label="Last seen" wide />
            </tr>
          </thead>
          <tbody>
            {data.patterns.map((pattern) => (
              <PatternRow key={pattern.sample.id} pattern={pattern} estimated={estimated} onAdd={onAdd} />
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

type HeadProps = { label: string; width?: number; number?: boolean; wide?: boolean }

function Head({ label, width, number, wide }: HeadProps) {
  const className = classNames(
    'sticky top-0 h-8 bg-surface px-3 font-normal',
    number ? 'text-right' : 'text-left',
    wide && 'max-lg:hidden',
  )
  return (
    <th scope="col" style={{ width }} className={className}>
      {label}
    </th>
  )
}

type RowProps = { pattern: LogPattern; estimated: boolean; onAdd(terms: string): void }

function PatternRow({ pattern, estimated, onAdd }: RowProps) {
  const { lines, share, level, functions, lastMs, isNew, sample } = pattern
  const words = patternWords(tokensOf(pattern.pattern), MOST_WORDS)
  const terms = [...words, ...(level === null ? [] : [`level:${level}`])].join(' ')
  const cell = 'h-8 overflow-hidden text-ellipsis whitespace-nowrap px-3'
  return (
    <tr className="border-b border-b-grid last:border-b-0 hover:bg-hover">
      <td className={classNames(cell, 'figures text-right')} title={lines.toLocaleString('en')}>
        {estimated ? '≈ ' : ''}
        {formatCount(lines)}
      </td>
      <td className={cell}>
        <span className="flex items-center gap-2">
          <span aria-hidden className="h-1.5 w-8 overflow-hidden rounded-full bg-sunken">
            <span className="block h-full bg-accent" style={{ width: `${share * 100}%` }} />
          </span>
          <span className="figures text-muted text-xs">{formatPercent(share)}</span>
        </span>
      </td>
      <td className={classNames(cell, 'font-mono text-2xs max-lg:hidden', level === null ? '' : LEVELS[level]?.tone)}>
        {level === null ? <span className="text-faint">—</span> : LEVELS[level]?.label}
      </td>
      <td className={cell}>
        <span className="flex min-w-0 items-center gap-2">
          {isNew === true && <Badge tone="cold">new</Badge>}
          <button
            type="button"
            title={oneLine(sample.message)}
            onClick={() => onAdd(terms)}
            className="truncate text-left font-mono text-xs hover:underline"
          >
            {oneLine(pattern.pattern)}
          </button>
        </span>
      </td>
      <td className={classNames(cell, 'text-muted max-lg:hidden')} title={functions.join(', ')}>
        {functions.join(', ') || '—'}
      </td>
      <td className={classNames(cell, 'text-muted max-lg:hidden')}>
        {lastMs === null ? (
          <span title="Not known: of a sample, the last line need not be the last of all.">—</span>
        ) : (
          <RelativeTime atMs={lastMs} />
        )}
      </td>
    </tr>
  )
}
