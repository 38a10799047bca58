'use client'

import { memo } from 'react'
import { formatLineTime } from '@/components/logs/format-moment'
import { MarkedText } from '@/components/logs/marked-text'
import { LEVELS } from '@/components/ui/log-lines'
import { classNames } from '@/lib/client/class-names'
import type { LogItem } from '@/lib/contracts/logs'
import { formatAbsoluteTime } from '@/lib/domain/format'
import { summariseLine } from '@/lib/domain/logs/summarise-line'

/* Longer ones are cut by the edge of any screen. */
const MOST_CHARACTERS = 600

type Props = {
  item: LogItem
  zone: string
  /** Today, as formatAbsoluteTime names it. */
  today: string
  marks: readonly string[]
  open: boolean
  selected: boolean
  onOpen(id: string): void
}

/** One log line on one line of the screen; opens to the whole of it. */
export const LogRow = memo(function LogRow({ item, zone, today, marks, open, selected, onOpen }: Props) {
  const level = item.level === null ? undefined : LEVELS[item.level]
  const bad = level?.tone === 'text-fault'
  return (
    <li className="border-b border-b-grid">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => onOpen(item.id)}
        className={classNames(
          'grid h-[28px] w-full grid-cols-[104px_48px_minmax(0,1fr)] items-center gap-x-2 border-l-2 px-2 text-left font-mono text-xs sm:grid-cols-[104px_48px_152px_minmax(0,1fr)]',
          bad ? 'border-l-fault' : 'border-l-transparent',
          open || selected ? 'bg-selected' : bad ? 'bg-fault-soft' : 'hover:bg-hover',
        )}
      >
        <time
          dateTime={new Date(item.atMs).toISOString()}
          title={formatAbsoluteTime(item.atMs, zone)}
          className="figures text-muted"
        >
          {formatLineTime(item.atMs, zone, today)}
        </time>
        <span className={classNames('text-2xs', level?.tone)}>{level?.label}</span>
        <span className="truncate font-sans text-muted max-sm:hidden" title={item.functionName ?? item.logGroup}>
          {item.functionName ?? item.logGroup}
        </span>
        <span className="truncate">
          <MarkedText text={summariseLine(item.message).slice(0, MOST_CHARACTERS)} marks={marks} />
        </span>
      </button>
    </li>
  )
})
