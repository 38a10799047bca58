import type { FunctionGroup } from '@/components/functions/group-functions'
import { formatCount, formatPercent, formatUsd } from '@/lib/domain/format'

type Props = { group: FunctionGroup; index: number; columns: number }

/** The head of the functions that share a value of a tag, with their sums. */
export function GroupRow({ group, index, columns }: Props) {
  const { key, value, functions, invocations, errors, costUsd } = group
  const rate = errors === null || !invocations ? null : errors / invocations
  return (
    <tr aria-rowindex={index + 2} className="h-8">
      <th scope="rowgroup" colSpan={columns} className="h-8 border-b bg-sunken px-3 text-left font-normal text-xs">
        <span className="sticky left-3 inline-flex items-center gap-4">
          <span>
            <span className="text-muted">{key} </span>
            <span className="font-medium">{value ?? 'without this tag'}</span>
          </span>
          <span className="figures text-muted">
            {functions} {functions === 1 ? 'function' : 'functions'} · {formatCount(invocations)} invocations ·{' '}
            {formatPercent(rate)} errors · {formatUsd(costUsd)}
          </span>
        </span>
      </th>
    </tr>
  )
}
