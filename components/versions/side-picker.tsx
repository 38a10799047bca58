'use client'

import { Moments } from '@/components/versions/moments'
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
