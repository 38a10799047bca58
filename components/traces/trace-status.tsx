import { CircleAlert, CircleCheck, CircleX, Gauge } from 'lucide-react'
import { classNames } from '@/lib/client/class-names'

export type Status = 'ok' | 'error' | 'fault' | 'throttle'

type Marks = { hasError: boolean; hasFault: boolean; hasThrottle: boolean }

const WORDS = {
  ok: { label: 'OK', icon: CircleCheck, tone: 'text-ok' },
  error: { label: 'Error', icon: CircleAlert, tone: 'text-error' },
  fault: { label: 'Fault', icon: CircleX, tone: 'text-fault' },
  throttle: { label: 'Throttle', icon: Gauge, tone: 'text-throttle' },
}

/** X-Ray's words: fault is 5xx, throttle 429, error any other 4xx; the worst one counts. */
export function statusOf({ hasError, hasFault, hasThrottle }: Marks): Status {
  return hasFault ? 'fault' : hasThrottle ? 'throttle' : hasError ? 'error' : 'ok'
}

export function TraceStatus({ status }: { status: Status }) {
  const { label, icon: Icon, tone } = WORDS[status]
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Icon aria-hidden className={classNames('size-3.5 shrink-0', tone)} />
      <span className={status === 'ok' ? 'text-muted' : 'font-medium'}>{label}</span>
    </span>
  )
}
