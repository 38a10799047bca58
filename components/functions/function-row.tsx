'use client'

import { memo } from 'react'
import { Sparkline } from '@/components/charts/sparkline'
import { type FunctionColumn, isNumberColumn, phoneClassOf } from '@/components/functions/function-columns'
import { ModeBadges } from '@/components/functions/mode-badges'
import { AppLink } from '@/components/ui/app-link'
import { RelativeTime } from '@/components/ui/relative-time'
import { classNames } from '@/lib/client/class-names'
import { functionPath } from '@/lib/client/function-ref'
import type { FunctionItem } from '@/lib/contracts/functions'

const TONES = {
  error: 'text-error font-medium',
  fault: 'text-fault font-medium',
  throttle: 'text-throttle font-medium',
  cold: 'text-cold',
  faint: 'text-faint',
}

type Props = {
  item: FunctionItem
  index: number
  columns: FunctionColumn[]
  selected: boolean
  onOpen(item: FunctionItem): void
}

export const FunctionRow = memo(function FunctionRow({ item, index, columns, selected, onOpen }: Props) {
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={selected}
      onClick={(event) => !(event.target as HTMLElement).closest('a') && onOpen(item)}
      className={classNames('group h-8 cursor-pointer', selected ? 'bg-selected' : 'bg-surface hover:bg-hover')}
    >
      {columns.map((column) => (
        <Cell key={column.id} column={column} item={item} />
      ))}
    </tr>
  )
})

function Cell({ column, item }: { column: FunctionColumn; item: FunctionItem }) {
  const frame = classNames(
    'h-8 overflow-hidden whitespace-nowrap border-b border-b-grid px-2',
    isNumberColumn(column.id) && 'text-right',
    phoneClassOf(column.id),
  )
  if (column.id === 'name') return <NameCell item={item} />
  if (column.id === 'trend')
    return (
      <td className={frame}>
        <Sparkline points={item.spark} label={`Invocations of ${item.name} over time`} />
      </td>
    )
  if (column.id === 'last')
    return (
      <td className={classNames(frame, 'text-muted')}>
        <RelativeTime atMs={item.lastInvokedAtMs} />
      </td>
    )
  const cell = column.cell?.(item)
  return (
    <td title={cell?.exact} className={classNames(frame, 'text-ellipsis', cell?.tone && TONES[cell.tone])}>
      {column.id === 'errors' && item.errors ? <ErrorLink item={item} text={cell?.text ?? '—'} /> : cell?.text}
    </td>
  )
}

function NameCell({ item }: { item: FunctionItem }) {
  const { accountId, region } = item
  return (
    <th
      scope="row"
      className="z-1 h-8 overflow-hidden border-b border-b-grid bg-inherit pr-2 pl-3 text-left font-normal sm:sticky sm:left-0"
    >
      <span className="flex items-center gap-2">
        <AppLink
          to={functionPath(item)}
          params={{ accountId, region }}
          title={item.arn}
          className="min-w-0 truncate font-medium hover:underline"
        >
          {item.name}
        </AppLink>
        <span className="contents max-sm:hidden">
          <ModeBadges modes={item.modes} inferred={item.inferred} />
        </span>
      </span>
    </th>
  )
}

function ErrorLink({ item, text }: { item: FunctionItem; text: string }) {
  const { accountId, region } = item
  return (
    <AppLink
      to={`${functionPath(item)}/invocations`}
      params={{ accountId, region, result: 'failed' }}
      className="hover:underline"
    >
      {text}
    </AppLink>
  )
}
