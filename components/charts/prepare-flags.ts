import type { ChartFlag } from '@/components/charts/chart-spec'

/** Changes from atMs to lastMs, the first of them by name: deployments, changes of configuration, what began to fail. */
export type FlagEvent = { atMs: number; lastMs: number; changes: number; labels: readonly string[] }

/** Events nearer to one another than this share of the window stand under one flag: wide enough to be pressed apart. */
const NEAR = 0.08
const NAMED = 3

/** Flags for the events of a window, oldest first, those that would overlap as one. */
export function prepareFlags(events: readonly FlagEvent[], fromMs: number, toMs: number): ChartFlag[] {
  const inside = events.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).sort((a, b) => a.atMs - b.atMs)
  const groups: FlagEvent[][] = []
  for (const event of inside) {
    const group = groups.at(-1)
    const start = group?.[0]
    if (group && start && event.atMs - start.atMs <= (toMs - fromMs) * NEAR) group.push(event)
    else groups.push([event])
  }
  return groups.map((group) => {
    const atMs = group[0]?.atMs ?? fromMs
    const lastMs = Math.max(...group.map((event) => event.lastMs))
    return { atMs, untilMs: lastMs + 1, label: describe(group) }
  })
}

function describe(group: readonly FlagEvent[]): string {
  const labels = group.flatMap((event) => event.labels)
  const named = [...new Set(labels)].slice(0, NAMED)
  const covered = labels.filter((label) => named.includes(label)).length
  const rest = group.reduce((sum, { changes }) => sum + changes, 0) - covered
  return rest > 0 ? `${named.join(', ')} and ${rest} more` : named.join(', ')
}
