import { CircleAlert, CircleCheck, CircleDashed, CircleX, Clock, MemoryStick } from 'lucide-react'
import { resultWords } from '@/lib/client/result-words'

const ICONS: Record<string, typeof CircleX> = {
  success: CircleCheck,
  error: CircleX,
  timeout: Clock,
  'out-of-memory': MemoryStick,
  'init-error': CircleAlert,
}

/** A result as icon and word, in the colour that it is drawn with. */
export function ResultMark({ result, title }: { result: string; title?: string }) {
  const { label, tone, color } = resultWords(result)
  const Icon = ICONS[result] ?? CircleDashed
  return (
    <span title={title} className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Icon aria-hidden className="size-3.5 shrink-0" style={{ color }} />
      <span className={tone === 'ok' ? 'text-muted' : 'font-medium'}>{label}</span>
    </span>
  )
}
