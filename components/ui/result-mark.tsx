import { CircleAlert, CircleCheck, CircleDashed, CircleX, Clock, MemoryStick } from 'lucide-react'
import { classNames } from '@/lib/client/class-names'
import { resultWords } from '@/lib/client/result-words'

const ICONS: Record<string, typeof CircleX> = {
  success: CircleCheck,
  error: CircleX,
  timeout: Clock,
  'out-of-memory': MemoryStick,
  'init-error': CircleAlert,
}

const TONES = { ok: 'text-ok', fault: 'text-fault', error: 'text-error', neutral: 'text-faint' }

/** A result as icon and word. */
export function ResultMark({ result, title }: { result: string; title?: string }) {
  const { label, tone } = resultWords(result)
  const Icon = ICONS[result] ?? CircleDashed
  return (
    <span title={title} className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Icon aria-hidden className={classNames('size-3.5 shrink-0', TONES[tone])} />
      <span className={tone === 'ok' ? 'text-muted' : 'font-medium'}>{label}</span>
    </span>
  )
}
