import { Badge } from '@/components/ui/badge'
import { FactRows } from '@/components/ui/fact-rows'
import { Panel } from '@/components/ui/panel'
import type { MemoryAdvice } from '@/lib/contracts/performance'
import { formatMemory, formatPercent, formatSignedUsd } from '@/lib/domain/format'

const CONFIDENCE = {
  high: { tone: 'ok', label: 'high confidence' },
  medium: { tone: 'neutral', label: 'medium confidence' },
  low: { tone: 'error', label: 'low confidence' },
} as const

/** Which Memory Size would do, by what was seen. */
export function MemoryPanel({ advice }: { advice: MemoryAdvice | null }) {
  return (
    <Panel
      title="Memory right-sizing"
      help="From Max Memory Used alone, nothing is invoked. High confidence: a week and 1,000 invocations; medium: a day and 200; else low. CPU comes with memory, so that the effect is told as bounds unless 100 warm invocations of the other size were seen."
      actions={
        advice !== null && (
          <Badge tone={CONFIDENCE[advice.confidence].tone}>{CONFIDENCE[advice.confidence].label}</Badge>
        )
      }
    >
      {advice === null ? (
        <p className="px-3 pb-3 text-muted text-sm">
          No report line that is read of this window tells how much memory was used at the size that ran last.
        </p>
      ) : (
        <>
          <p className="px-3 pb-1 font-semibold text-lg">{headline(advice)}</p>
          <p className="px-3 pb-2 text-muted text-sm">{advice.why}</p>
          <FactRows
            rows={[
              ['Memory size', formatMemory(advice.memoryMb)],
              [
                'Highest Max Memory Used',
                `${formatMemory(advice.maxUsedMb)} · ${formatPercent(advice.maxUsedMb / advice.memoryMb)}`,
              ],
              ...(advice.usdPerMonth === null || advice.durationFactor === null
                ? []
                : ([
                    ['Bill a month', between(advice.usdPerMonth, formatSignedUsd)],
                    ['Duration', between(advice.durationFactor, (factor) => `× ${Number(factor.toPrecision(3))}`)],
                    ['Effect', advice.isMeasured ? 'measured, as it ran too' : 'bounds, not measured'],
                  ] as [string, string][])),
            ]}
          />
        </>
      )}
    </Panel>
  )
}

function headline({ verdict, memoryMb, toMb }: MemoryAdvice): string {
  if (verdict === 'keep') return `Keep ${formatMemory(memoryMb)}`
  return `${verdict === 'raise' ? 'Raise' : 'Lower'} to ${formatMemory(toMb)}`
}

function between({ least, most }: { least: number; most: number }, format: (value: number) => string): string {
  return least === most ? format(least) : `${format(least)} to ${format(most)}`
}
