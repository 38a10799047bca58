import { memo } from 'react'
import { buildSparkPath } from '@/components/charts/build-spark-path'

const BOX = { width: 84, height: 20 }

/** isCut: the last value is not that of a whole bucket yet. */
type Props = { values: readonly (number | null)[]; isCut?: boolean; label: string }

/** Plain SVG paths; a gap is a gap, and what leads to a value that still grows is dotted. */
export const Sparkline = memo(function Sparkline({ values, isCut = false, label }: Props) {
  const whole = isCut ? values.length - 1 : values.length
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${BOX.width} ${BOX.height}`}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.25"
      strokeLinejoin="round"
      strokeLinecap="round"
      className="h-5 w-21 align-middle text-accent"
    >
      <path d={buildSparkPath(values, BOX, { to: whole })} />
      {isCut && <path d={buildSparkPath(values, BOX, { from: whole - 1 })} strokeDasharray="0 2.5" />}
    </svg>
  )
})
