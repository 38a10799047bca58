import { useId, useState } from 'react'
import { type MomentsWindow, type MomentTexts, readMoments, writeMoments } from '@/components/versions/read-moments'
import { useClock } from '@/lib/client/clock'
import { zoneWords } from '@/lib/domain/wall-clock'

const FIELD = 'h-7 min-w-0 rounded-(--radius) border border-line-strong bg-surface px-1.5 text-xs'

type Props = { label: string; window: MomentsWindow; onChange(window: MomentsWindow): void }

/** A window's two moments, in the zone of the page. What is typed counts once its field is left or Enter is pressed. */
export function Moments({ label, window, onChange }: Props) {
  const { zone } = useClock()
  const problemId = useId()
  const shown = writeMoments(window, zone)
  const of = JSON.stringify(shown)
  const [typed, setTyped] = useState({ of, texts: shown })
  const [problem, setProblem] = useState<string | null>(null)
  // Whatever else moves the window, such as the way back, moves what stands in the fields.
  if (typed.of !== of) {
    setTyped({ of, texts: shown })
    setProblem(null)
  }
  const { texts } = typed
  const type = (patch: Partial<MomentTexts>) => setTyped({ of, texts: { ...texts, ...patch } })
  const finish = () => {
    const read = readMoments(texts, window, zone)
    setProblem(typeof read === 'object' && 'problem' in read ? read.problem : null)
    if (typeof read === 'object' && 'fromMs' in read) onChange(read)
  }
  return (
    <>
      {(['from', 'to'] as const).map((end) => (
        <input
          key={end}
          type="datetime-local"
          aria-label={`${label} window ${end}, ${zoneWords(end === 'from' ? window.fromMs : window.toMs, zone)}`}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : problemId}
          value={texts[end]}
          onChange={(event) => type({ [end]: event.target.value })}
          onBlur={finish}
          onKeyDown={(event) => event.key === 'Enter' && finish()}
          className={FIELD}
        />
      ))}
      <span className="text-muted text-xs">{zoneWords(window.toMs, zone)}</span>
      {problem !== null && (
        <span id={problemId} role="alert" className="text-fault text-xs">
          {problem}
        </span>
      )}
    </>
  )
}
