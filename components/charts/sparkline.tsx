import { memo } from 'react'
import { buildSparkPath } from '@/components/charts/build-spark-path'

const WIDTH = 84
const HEIGHT = 20

type Props = { values: readonly (number | null)[]; label: string }

/** A plain SVG path; a gap is a gap. */
export const Sparkline = memo(function Sparkline({ values, label }: Props) {
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="h-5 w-21 align-middle text-accent">
      <path
        d={buildSparkPath(values, WIDTH, HEIGHT)}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.25"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  )
})
