/** A name, its value, and why it is not known where it is not. */
export type FactRow = [name: string, value: string | null, whyUnknown?: string]

/** Names and values; what is not known is a dash. */
export function FactRows({ rows }: { rows: FactRow[] }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 px-3 pb-3 text-sm">
      {rows.map(([name, value, whyUnknown]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd title={value ?? whyUnknown} className="truncate text-right">
            {value ?? <span className="text-faint">—{whyUnknown && ` ${whyUnknown}`}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
