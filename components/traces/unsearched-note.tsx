import { describeHidden } from '@/components/traces/hidden-traces'
import type { ListTracesResponse } from '@/lib/contracts/traces'
import { formatCount } from '@/lib/domain/format'

type Props = Pick<ListTracesResponse, 'waiting' | 'cut' | 'hidden'>

/** How many traces of the window a filter or qualifier may miss. Its line stands while one may be missed, so that nothing moves as they come and go. */
export function UnsearchedNote({ waiting, cut, hidden }: Props) {
  const notes = [
    waiting !== null && waiting > 0
      ? `${traces(waiting)} of this window ${waiting === 1 ? 'is' : 'are'} not searchable by this filter yet: ${waiting === 1 ? 'its segments are' : 'their segments are'} still to be read.`
      : null,
    cut !== null && cut > 0
      ? `${traces(cut)} of this window ${cut === 1 ? 'has' : 'have'} more segments or annotations than a filter looks at, and may be missed.`
      : null,
    hidden === null ? null : `${describeHidden(hidden)}: ${hidden.reason}`,
  ].filter((note) => note !== null)
  if (waiting === null && cut === null) return null
  return (
    <p role="note" className="min-h-4 basis-full text-muted text-xs">
      {notes.join(' ')}
    </p>
  )
}

function traces(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'trace' : 'traces'}`
}
