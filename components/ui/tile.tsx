import type { ReactNode } from 'react'
import { HelpMark } from '@/components/ui/help-mark'
import { classNames } from '@/lib/client/class-names'

type Props = {
  label: string
  value: string
  help: string
  /** Full precision, on hover. */
  exact?: string
  note?: ReactNode
  tone?: 'fault' | 'error' | 'throttle' | 'cold'
}

const TONES = { fault: 'text-fault', error: 'text-error', throttle: 'text-throttle', cold: 'text-cold' }

/** One figure with what it counts. */
export function Tile({ label, value, help, exact, note, tone }: Props) {
  return (
    <div className="flex min-w-0 flex-col px-3 py-2.5 outline outline-line">
      <div className="flex items-center gap-1 text-muted text-xs">
        <span className="truncate">{label}</span>
        <HelpMark text={help} />
      </div>
      <div
        title={exact}
        className={classNames('figures mt-0.5 font-semibold text-figure tracking-tight', tone && TONES[tone])}
      >
        {value}
      </div>
      <div className="min-h-4 truncate text-faint text-xs">{note}</div>
    </div>
  )
}
