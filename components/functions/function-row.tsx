'use client'

import { memo } from 'react'
import { Sparkline } from '@/components/charts/sparkline'
import { type ColumnId, type FunctionColumn, isNumberColumn } from '@/components/functions/function-columns'
import { ModeBadges } from '@/components/functions/mode-badges'
import { phoneClassOf, phoneColumns } from '@/components/functions/phone-columns'
import { AppLink } from '@/components/ui/app-link'
import { RelativeTime } from '@/components/ui/relative-time'
import { classNames } from '@/lib/client/class-names'
import { DEAREST } from '@/lib/client/function-links'
import { functionPath } from '@/lib/client/function-ref'
import type { ParamPatch } from '@/lib/client/view-params'
import type { FunctionItem } from '@/lib/contracts/functions'

const TONES = {
  error: 'text-error font-medium',
  fault: 'text-fault font-medium',
  throttle: 'text-throttle font-medium',
  cold: 'text-cold',
  faint: 'text-faint',
}

/** value: of what nothing is, or is known, no link is. */
type LinkOf = { rest: string; params?: ParamPatch; value(item: FunctionItem): number | null }

/** What each figure is made of. */
const LINKS: Partial<Record<ColumnId, LinkOf>> = {
  qualifiers: { rest: '/versions', value: ({ aliases, versions }) => aliases.length + versions },
  invocations: { rest: '/invocations', value: ({ invocations }) => invocations },
  errors: { rest: '/invocations', params: { result: 'failed' }, value: ({ errors }) => errors },
  throttles: { rest: '/concurrency', value: ({ throttles }) => throttles },
  p95: { rest: '/performance', value: ({ durationP95Ms }) => durationP95Ms },
  cold: { rest: '/invocations', params: { start: 'cold' }, value: ({ coldStarts }) => coldStarts },
  'memory-used': { rest: '/performance', value: ({ maxMemoryUsedMb }) => maxMemoryUsedMb },
  cost: { rest: `#${DEAREST}`, value: ({ costUsd }) => costUsd },
}

type Props = {
  item: FunctionItem
  /** Tells it from others of its name. */
  place: string | undefined
  index: number
  columns: FunctionColumn[]
  /** What the table is ordered by. */
  sort: string
  selected: boolean
  onOpen(item: FunctionItem): void
}

export const FunctionRow = memo(function FunctionRow({ item, place, index, columns, sort, selected, onOpen }: Props) {
  const isOnPhone = phoneColumns(sort)
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={selected}
      onClick={(event) => !(event.target as HTMLElement).closest('a') && onOpen(item)}
      className={classNames('group h-[32px] cursor-pointer', selected ? 'bg-selected' : 'bg-surface hover:bg-hover')}
    >
      {columns.map((column) => (
        <Cell key={column.id} column={column} item={item} place={place} onPhone={phoneClassOf(column.id, isOnPhone)} />
      ))}
    </tr>
  )
})

type CellProps = Pick<Props, 'item' | 'place'> & { column: FunctionColumn; onPhone: string }

function Cell({ column, item, place, onPhone }: CellProps) {
  const frame = classNames('cell-line px-2 max-sm:px-1.5', isNumberColumn(column.id) && 'text-right', onPhone)
  if (column.id === 'name') return <NameCell item={item} place={place} />
  if (column.id === 'trend')
    return (
      <td className={frame}>
        <Sparkline values={wholeBuckets(item)} label={`Invocations of ${item.name} over time`} />
      </td>
    )
  if (column.id === 'last')
    return (
      <td className={classNames(frame, 'text-muted')}>
        <RelativeTime atMs={item.lastInvokedAtMs} />
      </td>
    )
  const cell = column.cell?.(item)
  const link = LINKS[column.id]
  return (
    <td title={cell?.exact} className={classNames(frame, cell?.tone && TONES[cell.tone])}>
      {link?.value(item) ? (
        <CellLink item={item} rest={link.rest} params={link.params} text={cell?.text ?? '—'} />
      ) : (
        cell?.text
      )}
    </td>
  )
}

/** A bucket that is cut off would be drawn as a fall. */
function wholeBuckets({ spark: { values, isCut } }: FunctionItem): (number | null)[] {
  return isCut ? values.slice(0, -1) : values
}

function NameCell({ item, place }: Pick<Props, 'item' | 'place'>) {
  const { accountId, region } = item
  return (
    <th
      scope="row"
      className="z-1 h-[32px] overflow-hidden border-b border-b-grid bg-inherit pr-2 pl-3 text-left font-normal sm:sticky sm:left-0"
    >
      <span className={classNames('flex items-center gap-2', place !== undefined && 'max-sm:leading-4')}>
        <AppLink
          to={functionPath(item)}
          params={{ accountId, region }}
          title={item.arn}
          className={classNames(
            'wrap-anywhere min-w-0 font-medium hover:underline sm:truncate',
            // There is room for some ten letters in a line.
            place === undefined ? 'max-sm:line-clamp-2 max-sm:text-xs max-sm:leading-[15px]' : 'max-sm:truncate',
          )}
        >
          {item.name}
        </AppLink>
        <span className="contents max-sm:hidden">
          <ModeBadges modes={item.modes} inferred={item.inferred} />
        </span>
      </span>
      {place !== undefined && <span className="block truncate text-2xs text-faint leading-3 sm:hidden">{place}</span>}
    </th>
  )
}

function CellLink({
  item,
  rest,
  params,
  text,
}: { item: FunctionItem; text: string } & Pick<LinkOf, 'rest' | 'params'>) {
  const { accountId, region } = item
  return (
    <AppLink to={`${functionPath(item)}${rest}`} params={{ accountId, region, ...params }} className="hover:underline">
      {text}
    </AppLink>
  )
}
