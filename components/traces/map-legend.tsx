/** What the signs of the drawing mean; nothing by colour alone. */
export function MapLegend() {
  return (
    <ul
      aria-label="Legend"
      className="flex flex-wrap gap-x-4 gap-y-1 border-line border-t px-3 py-2 text-muted text-xs"
    >
      <Dot color="var(--ok)" name="ok" />
      <Dot color="var(--error)" name="error (4xx)" />
      <Dot color="var(--throttle)" name="throttle (429)" />
      <Dot color="var(--fault)" name="fault (5xx)" />
      <li>Edges: rate · p95 · failed; zoom in to see them</li>
      <li>Dashed edge: a message, not waited for; open it to see how that is known</li>
      <li>Dashed outline: sends no segments, known by the calls to it</li>
    </ul>
  )
}

function Dot({ color, name }: { color: string; name: string }) {
  return (
    <li className="inline-flex items-center gap-1.5">
      <span aria-hidden className="size-2.5 rounded-full" style={{ background: color }} />
      {name}
    </li>
  )
}
