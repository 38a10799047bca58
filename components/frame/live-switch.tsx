'use client'

import { classNames } from '@/lib/client/class-names'
import { useLive } from '@/lib/client/view-params'

export function LiveSwitch() {
  const { live, possible, setLive } = useLive()
  return (
    <button
      type="button"
      role="switch"
      aria-checked={live}
      disabled={!possible}
      title={possible ? 'Follow the clock and ask again every 10 s' : 'A range between two moments stands still'}
      onClick={() => setLive(!live)}
      className="inline-flex h-8 shrink-0 items-center gap-1.5 rounded-(--radius) px-1.5 text-muted text-xs hover:bg-hover hover:text-text disabled:cursor-not-allowed disabled:opacity-60"
    >
      <span
        aria-hidden
        className={classNames('size-2 rounded-full', live ? 'bg-ok' : 'border border-line-strong bg-transparent')}
      />
      Live
    </button>
  )
}
