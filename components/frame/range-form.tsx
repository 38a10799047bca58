'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import { rangeWindow } from '@/lib/client/range-param'
import { useRange } from '@/lib/client/view-params'
import { formatAbsoluteTime } from '@/lib/domain/format'
import { parseTypedRange, type TypedRange } from '@/lib/domain/parse-typed-range'
import { readWallClock, writeWallClock } from '@/lib/domain/wall-clock'

type Props = { onDone: () => void }

/** A range in words, or two moments, in the zone that times are shown in. */
export default function RangeForm({ onDone }: Props) {
  const { zone } = useClock()
  return (
    <div className="flex flex-col gap-3 border-t pt-3">
      <TypedRangeForm onDone={onDone} />
      <MomentsForm key={zone} onDone={onDone} />
    </div>
  )
}

/** Words are read by clocks of UTC or of the browser's own zone, which may not be the one that times are shown in. */
function useZoneOfWords(): { zone: string; shown: string } {
  const { zone: shown } = useClock()
  const isOwn = shown === Intl.DateTimeFormat().resolvedOptions().timeZone
  return { zone: isOwn ? shown : 'UTC', shown }
}

function TypedRangeForm({ onDone }: Props) {
  const { setRange } = useRange()
  const { zone, shown } = useZoneOfWords()
  const [text, setText] = useState('')
  const [isTried, setIsTried] = useState(false)
  const typed = parseTypedRange(text, Date.now(), zone === 'UTC' ? 'utc' : 'local')
  const problem = 'problem' in typed ? typed.problem : null
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if ('problem' in typed) return setIsTried(true)
    setRange(typed)
    onDone()
  }
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-1">
      <input
        type="text"
        aria-label="Range in words"
        aria-describedby="range-in-words"
        placeholder="yesterday 14:00 to 15:30"
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setIsTried(false)
        }}
        className="h-8 rounded-(--radius) border border-line-strong bg-surface px-2 text-sm text-text"
      />
      <p
        id="range-in-words"
        role="status"
        className={classNames('min-h-8 text-xs', isTried && problem !== null ? 'text-fault' : 'text-muted')}
      >
        {problem ?? describeTyped(typed, zone)}
      </p>
      {zone !== shown && (
        <p className="text-muted text-xs">Words are read in UTC: this browser has other clocks than {shown}.</p>
      )}
    </form>
  )
}

function describeTyped(typed: TypedRange, zone: string): string {
  if ('preset' in typed) return `The last ${typed.preset}, moving with the clock`
  if ('problem' in typed) return typed.problem
  return `${formatAbsoluteTime(typed.fromMs, zone)} to ${formatAbsoluteTime(typed.toMs, zone)}`
}

function MomentsForm({ onDone }: Props) {
  const { range, setRange } = useRange()
  const { zone } = useClock()
  const [shown] = useState(() => rangeWindow(range, Date.now()))
  const [problem, setProblem] = useState<string | null>(null)
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const fromMs = readWallClock(String(form.get('from')), zone)
    const toMs = readWallClock(String(form.get('to')), zone)
    if (!Number.isFinite(fromMs) || !Number.isFinite(toMs)) return setProblem('Give both moments.')
    if (toMs <= fromMs) return setProblem('The end must be after the start.')
    setRange({ fromMs, toMs })
    onDone()
  }
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-2">
      <MomentField name="from" label="From" atMs={shown.from} zone={zone} />
      <MomentField name="to" label="To" atMs={shown.to} zone={zone} />
      {problem !== null && (
        <p role="alert" className="text-fault text-xs">
          {problem}
        </p>
      )}
      <Button type="submit">Show this window</Button>
    </form>
  )
}

function MomentField(props: { name: string; label: string; atMs: number; zone: string }) {
  return (
    <label className="grid grid-cols-[44px_1fr] items-center text-muted text-xs">
      {props.label}
      <input
        type="datetime-local"
        name={props.name}
        defaultValue={writeWallClock(props.atMs, props.zone)}
        className="h-8 rounded-(--radius) border border-line-strong bg-surface px-2 text-sm text-text"
      />
    </label>
  )
}
