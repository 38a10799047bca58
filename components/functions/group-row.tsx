import type { FunctionColumn } from '@/components/functions/function-columns'
import type { FunctionGroup } from '@/components/functions/group-functions'
import { phoneColumns } from '@/components/functions/phone-columns'
import { AppLink } from '@/components/ui/app-link'
import { classNames } from '@/lib/client/class-names'
import type { ParamPatch } from '@/lib/client/view-params'
import { formatCount, formatPercent, formatUsd } from '@/lib/domain/format'

/** link: to its functions alone, where a filter finds them. */
type Props = {
  group: FunctionGroup
  index: number
  columns: readonly FunctionColumn[]
  sort: string
  selected: boolean
  link: ParamPatch | null
}

/** The head of the functions that share a value of a tag, with their sums. */
export function GroupRow({ group, index, columns, sort, selected, link }: Props) {
  const { key, value, functions, invocations, errors, costUsd } = group
  const rate = errors === null || !invocations ? null : errors / invocations
  // Columns that a phone leaves out would be there again for a head that spans them.
  const spans = [
    { columns: columns.length, shown: 'max-sm:hidden' },
    { columns: columns.map(({ id }) => id).filter(phoneColumns(sort)).length, shown: 'sm:hidden' },
  ]
  return (
    <tr aria-rowindex={index + 2} aria-selected={selected} className="h-[32px]">
      {spans.map(({ columns: span, shown }) => (
        <th
          key={shown}
          scope="rowgroup"
          colSpan={span}
          className={classNames(
            'h-[32px] whitespace-nowrap border-b max-sm:overflow-hidden px-3 text-left font-normal text-xs',
            selected ? 'bg-selected' : 'bg-sunken',
            shown,
          )}
        >
          <span className="sticky left-3 inline-flex items-center gap-4 max-sm:left-0">
            <span>
              <span className="text-muted">{key} </span>
              {link === null ? (
                <span className="font-medium">{value ?? 'without this tag'}</span>
              ) : (
                <AppLink to="/functions" params={link} className="font-medium hover:underline">
                  {value}
                </AppLink>
              )}
            </span>
            <span className="figures text-muted">
              {functions} {functions === 1 ? 'function' : 'functions'} · {formatCount(invocations)} invocations
              <span className="max-sm:hidden">
                {' '}
                · {formatPercent(rate)} errors · {formatUsd(costUsd)}
              </span>
            </span>
          </span>
        </th>
      ))}
    </tr>
  )
}
