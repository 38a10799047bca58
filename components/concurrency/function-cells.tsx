import { AppLink } from '@/components/ui/app-link'
import { FigureLink } from '@/components/ui/figure-link'
import { functionPath } from '@/lib/client/function-ref'
import type { Place } from '@/lib/client/place'
import { formatCount } from '@/lib/domain/format'

/** A function's name, which leads to its concurrency. */
export function FunctionNameCell({ name, place }: { name: string; place: Place }) {
  return (
    <AppLink
      to={`${functionPath({ name })}/concurrency`}
      params={place}
      className="font-medium text-accent hover:underline"
    >
      {name}
    </AppLink>
  )
}

/** A count of a function, which leads to its concurrency. */
export function ConcurrencyCell({ name, place, value }: { name: string; place: Place; value: number | null }) {
  return (
    <FigureLink to={`${functionPath({ name })}/concurrency`} params={place} value={value}>
      {formatCount(value)}
    </FigureLink>
  )
}
