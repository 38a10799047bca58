import { AppLink } from '@/components/ui/app-link'
import type { ParamPatch } from '@/lib/client/view-params'

type Props = {
  to: string
  params?: ParamPatch
  /** The figure; null and 0 are made of nothing and lead nowhere. */
  value: number | null | undefined
  /** What it leads to, where that is not just what it counts. */
  title?: string | undefined
  children: string
}

/** One figure of a table, with its full precision on hover, that leads to what it is made of. */
export function FigureLink({ to, params, value, title, children }: Props) {
  const exact = value == null ? undefined : String(value)
  if (!value) return <span title={exact}>{children}</span>
  return (
    <AppLink
      to={to}
      params={params}
      title={title === undefined ? exact : `${exact} · ${title}`}
      className="hover:underline"
    >
      {children}
    </AppLink>
  )
}
