import { buildPhases } from '@/components/invocations/build-phases'
import { classNames } from '@/lib/client/class-names'
import type { InvocationItem } from '@/lib/contracts/invocations'
import { formatDuration } from '@/lib/domain/format'

/* Either makes a start cold. */
const FILL = { init: 'bg-cold', restore: 'bg-cold', handler: 'bg-accent-solid' }

/** Init or restore, then the handler, to scale. */
export function PhasesBar({ invocation }: { invocation: InvocationItem }) {
  const phases = buildPhases(invocation)
  if (phases.length === 0) {
    return (
      <p className="text-muted text-sm">No report line of this invocation is stored, so its phases are not known.</p>
    )
  }
  return (
    <div>
      <div className="flex h-6 gap-px overflow-hidden rounded">
        {phases.map(({ kind, label, durationMs, share }) => (
          <span
            key={kind}
            title={`${label} ${durationMs} ms`}
            className={classNames('min-w-0.5', FILL[kind])}
            style={{ width: `${share * 100}%` }}
          />
        ))}
      </div>
      <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs">
        {phases.map(({ kind, label, durationMs }) => (
          <li key={kind} className="inline-flex items-center gap-1.5">
            <span aria-hidden className={classNames('size-2 rounded-sm', FILL[kind])} />
            <span className="text-muted">{label}</span>
            <span className="figures font-medium">{formatDuration(durationMs)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
