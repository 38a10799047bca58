/** Names and values; what is not known is a dash. */
export function FactRows({ rows }: { rows: [string, string | null][] }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 px-3 pb-3 text-sm">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd title={value ?? undefined} className="truncate text-right">
            {value ?? <span className="text-faint">—</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
