import type { ReactNode } from 'react'
import { classNames } from '@/lib/client/class-names'

const TONES = {
  neutral: 'bg-sunken text-muted',
  ok: 'bg-ok-soft text-ok',
  error: 'bg-error-soft text-error',
  fault: 'bg-fault-soft text-fault',
  throttle: 'bg-throttle-soft text-throttle',
  cold: 'bg-cold-soft text-cold',
}

export type Tone = keyof typeof TONES

/** A word with its status colour. */
export function Badge({ tone = 'neutral', title, children }: { tone?: Tone; title?: string; children: ReactNode }) {
  return (
    <span
      title={title}
      className={classNames(
        'inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded px-1.5 font-medium text-2xs',
        TONES[tone],
      )}
    >
      {children}
    </span>
  )
}
