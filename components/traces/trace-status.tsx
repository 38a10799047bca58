import { CircleAlert, CircleCheck, CircleX, Gauge } from 'lucide-react'
import { classNames } from '@/lib/client/class-names'
import { type TraceStatusName, traceStatusOf } from '@/lib/domain/traces/groups/trace-status'

export type Status = TraceStatusName

const WORDS = {
  ok: { label: 'OK', icon: CircleCheck, tone: 'text-ok' },
  error: { label: 'Error', icon: CircleAlert, tone: 'text-error' },
  fault: { label: 'Fault', icon: CircleX, tone: 'text-fault' },
  throttle: { label: 'Throttle', icon: Gauge, tone: 'text-throttle' },
}

export const statusOf = traceStatusOf

export function TraceStatus({ status }: { status: Status }) {
  const { label, icon: Icon, tone } = WORDS[status]
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Icon aria-hidden className={classNames('size-3.5 shrink-0', tone)} />
      <span className={status === 'ok' ? 'text-muted' : 'font-medium'}>{label}</span>
    </span>
  )
}
