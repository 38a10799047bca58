import type { ChartFlag } from '@/components/charts/chart-spec'

/** Something that happened at a moment: a deployment, a change of configuration. */
export type FlagEvent = { atMs: number; label: string }

/** Events nearer to one another than this share of the window stand under one flag. */
const NEAR = 0.012
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
    const lastMs = group.at(-1)?.atMs ?? atMs
    return { atMs, untilMs: lastMs + 1, label: describe(group.map(({ label }) => label)) }
  })
}

function describe(labels: string[]): string {
  const named = [...new Set(labels)]
  const rest = named.length - NAMED
  return rest > 0 ? `${named.slice(0, NAMED).join(', ')} and ${rest} more` : named.join(', ')
}
