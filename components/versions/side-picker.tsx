'use client'

import { useClock } from '@/lib/client/clock'
import { type SideChoice, type WindowChoice, windowParam } from '@/lib/client/comparison-choice'
import { useViewParams } from '@/lib/client/view-params'

const WINDOWS: { value: string; label: string }[] = [
  { value: 'same', label: 'the page’s range' },
  { value: 'before', label: 'the stretch before it' },
  { value: 'day', label: 'a day earlier' },
  { value: 'week', label: 'a week earlier' },
  { value: 'own', label: 'two moments' },
]

const FIELD = 'h-7 min-w-0 rounded-(--radius) border border-line-strong bg-surface px-1.5 text-xs'

type Props = {
  name: 'first' | 'second'
  side: SideChoice
  qualifiers: readonly string[]
  /** What was answered for it: where two moments begin. */
  shown: { fromMs: number; toMs: number } | undefined
}

/** Which qualifier over which window. */
export function SidePicker({ name, side, qualifiers, shown }: Props) {
  const { set } = useViewParams()
  const label = name === 'first' ? 'First' : 'Second'
  const chosen = typeof side.window === 'string' ? side.window : 'own'
  const choose = (window: WindowChoice) => set({ [`${name}Window`]: windowParam(window) })
  return (
    <fieldset className="flex min-w-0 flex-wrap items-center gap-2">
      <legend className="sr-only">{label}</legend>
      <select
        aria-label={`${label} qualifier`}
        value={side.qualifier ?? '*'}
        onChange={(event) => set({ [name]: event.target.value })}
        className={FIELD}
      >
        <option value="*">All traffic</option>
        {[...new Set([...qualifiers, ...(side.qualifier === null ? [] : [side.qualifier])])].map((qualifier) => (
          <option key={qualifier} value={qualifier}>
            {qualifier}
          </option>
        ))}
      </select>
      <span className="text-muted text-xs">over</span>
      <select
        aria-label={`${label} window`}
        value={chosen}
        onChange={(event) => {
          const { value } = event.target
          if (value === 'same' || value === 'before' || value === 'day' || value === 'week') choose(value)
          else if (shown) choose({ fromMs: shown.fromMs, toMs: shown.toMs })
        }}
        className={FIELD}
      >
        {WINDOWS.map(({ value, label: words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      {typeof side.window !== 'string' && <Moments label={label} window={side.window} onChange={choose} />}
    </fieldset>
  )
}

type MomentsProps = {
  label: string
  window: { fromMs: number; toMs: number }
  onChange(window: WindowChoice): void
}

function Moments({ label, window, onChange }: MomentsProps) {
  const { zone } = useClock()
  const isUtc = zone === 'UTC'
  const change = (patch: Partial<MomentsProps['window']>) => {
    const next = { ...window, ...patch }
    if (Number.isFinite(next.fromMs) && Number.isFinite(next.toMs) && next.toMs > next.fromMs) onChange(next)
  }
  const read = (text: string) => Date.parse(isUtc ? `${text}Z` : text)
  return (
    <>
      <input
        type="datetime-local"
        aria-label={`${label} window from`}
        defaultValue={fieldValue(window.fromMs, isUtc)}
        onChange={(event) => change({ fromMs: read(event.target.value) })}
        className={FIELD}
      />
      <input
        type="datetime-local"
        aria-label={`${label} window to`}
        defaultValue={fieldValue(window.toMs, isUtc)}
        onChange={(event) => change({ toMs: read(event.target.value) })}
        className={FIELD}
      />
    </>
  )
}

function fieldValue(atMs: number, isUtc: boolean): string {
  const offsetMs = isUtc ? 0 : new Date(atMs).getTimezoneOffset() * 60_000
  return new Date(atMs - offsetMs).toISOString().slice(0, 16)
}
