import type { ReactElement } from 'react'

type DotProps = { cx?: number; cy?: number; index?: number; key?: unknown }

/** A point between two gaps has no line to show it: it gets a dot, and only it. */
export function isolatedDot(rows: readonly Record<string, number | null>[], key: string, color: string) {
  const isKnown = (index: number) => (rows[index]?.[key] ?? null) !== null
  return ({ cx, cy, index = -1 }: DotProps): ReactElement => {
    const alone = isKnown(index) && !isKnown(index - 1) && !isKnown(index + 1)
    return alone ? <circle key={index} cx={cx} cy={cy} r={1.75} fill={color} /> : <g key={index} />
  }
}
