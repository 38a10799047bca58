import type { TraceColumns } from '@/lib/domain/traces/build-trace-columns'

const PALETTE = 8

/** A colour for each service of a trace, in the order in which they first appear; after eight the colours come round again. */
export function serviceColors({ words, service }: TraceColumns): Map<string, string> {
  const colors = new Map<string, string>()
  for (const word of service) {
    const name = words[word] ?? ''
    if (!colors.has(name)) colors.set(name, `var(--series-${(colors.size % PALETTE) + 1})`)
  }
  return colors
}
