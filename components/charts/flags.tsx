'use client'

import { useMemo } from 'react'
import { prepareFlags } from '@/components/charts/prepare-flags'
import { AppLink } from '@/components/ui/app-link'
import { type ChangesOf, changesLink } from '@/lib/client/change-marks-options'
import { describeChange } from '@/lib/client/describe-change'
import type { ChangeMarksResponse } from '@/lib/contracts/changes'

export type RailPlace = {
  of: ChangesOf
  fromMs: number
  toMs: number
  /** How far the plot is from the edges of what holds the rail. */
  inset?: { left?: number; right?: number; bottom?: number }
}

/** The flags of some changes, each where it was made. */
export default function Flags({
  of,
  marks,
  fromMs,
  toMs,
  inset: { left = 0, right = 0, bottom = 0 } = {},
}: RailPlace & { marks: ChangeMarksResponse['items'] }) {
  const isOfOne = of.names.length === 1
  const flags = useMemo(() => {
    const events = marks.map(({ atMs, lastMs, changes, named }) => {
      const labels = named.map((change) => {
        const { title } = describeChange(change)
        return isOfOne ? title : `${change.functionName}: ${title}`
      })
      return { atMs, lastMs, changes, labels }
    })
    return prepareFlags(events, fromMs, toMs)
  }, [marks, isOfOne, fromMs, toMs])
  return (
    <ul aria-label="Changes" className="pointer-events-none absolute top-0 z-1" style={{ left, right, bottom }}>
      {flags.map((flag) => {
        const { to, params } = changesLink(of, flag)
        return (
          <li
            key={flag.atMs}
            className="absolute inset-y-0 border-l border-l-muted border-dashed"
            style={{ left: `${((flag.atMs - fromMs) / (toMs - fromMs)) * 100}%` }}
          >
            <AppLink
              to={to}
              params={params}
              title={flag.label}
              aria-label={`Changed: ${flag.label}`}
              className="-left-[13px] pointer-events-auto absolute top-0 grid size-[25px] place-items-center"
            >
              <span aria-hidden className="size-2 rotate-45 border border-muted bg-surface hover:bg-accent" />
            </AppLink>
          </li>
        )
      })}
    </ul>
  )
}
