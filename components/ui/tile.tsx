import type { ReactNode } from 'react'
import { AppLink } from '@/components/ui/app-link'
import { HelpMark } from '@/components/ui/help-mark'
import { classNames } from '@/lib/client/class-names'
import type { ParamPatch } from '@/lib/client/view-params'

type Props = {
  label: string
  value: string
  help: string
  /** Full precision, on hover. */
  exact?: string
  note?: ReactNode
  /** What the figure is made of. */
  link?: { to: string; params?: ParamPatch }
  tone?: 'fault' | 'error' | 'throttle' | 'cold'
}

const TONES = { fault: 'text-fault', error: 'text-error', throttle: 'text-throttle', cold: 'text-cold' }

/** One figure with what it counts. */
export function Tile({ label, value, help, exact, note, link, tone }: Props) {
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
        {link ? (
          <AppLink to={link.to} params={link.params} className="inline-block leading-[24px] hover:underline">
            {value}
          </AppLink>
        ) : (
          value
        )}
      </div>
      <div className="min-h-4 truncate text-faint text-xs">{note}</div>
    </div>
  )
}
