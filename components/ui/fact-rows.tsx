import { AppLink } from '@/components/ui/app-link'
import type { ParamPatch } from '@/lib/client/view-params'

/** A name, its value, why it is not known where it is not, and what it is made of. */
export type FactRow = [
  name: string,
  value: string | null,
  whyUnknown?: string,
  link?: { to: string; params: ParamPatch },
]

/** Names and values; what is not known is a dash. */
export function FactRows({ rows }: { rows: FactRow[] }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] content-start gap-x-4 gap-y-1 px-3 pb-3 text-sm">
      {rows.map(([name, value, whyUnknown, link]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd title={value ?? whyUnknown} className="truncate text-right max-sm:wrap-anywhere max-sm:whitespace-normal">
            {value === null ? (
              <span className="text-faint">—{whyUnknown && ` ${whyUnknown}`}</span>
            ) : link === undefined ? (
              value
            ) : (
              <AppLink {...link} className="hover:underline">
                {value}
              </AppLink>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
