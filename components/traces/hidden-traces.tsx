import { Notice } from '@/components/ui/notice'
import type { HiddenTraces } from '@/lib/contracts/hidden-traces'
import { formatCount } from '@/lib/domain/format'

/** So many are counted at most. */
const MOST = 10_000

/** How many traces of a function may be a qualifier's as well, as part of a sentence. */
export function describeHidden({ traces }: HiddenTraces): string {
  const many = traces >= MOST ? `${formatCount(MOST)} or more traces` : `${formatCount(traces)} other traces`
  return `${traces === 1 ? '1 other trace' : many} cannot be told from those of other qualifiers`
}

/** Stands where nothing is shown because nothing can be told. */
export function HiddenNotice({ hidden }: { hidden: HiddenTraces }) {
  return (
    <Notice kind="waiting" title="Its traces cannot be told from those of others">
      {describeHidden(hidden)}. {hidden.reason}
    </Notice>
  )
}
