'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { useClock } from '@/lib/client/clock'
import { rangeWindow } from '@/lib/client/range-param'
import { useRange } from '@/lib/client/view-params'

/** From and to as moments, in the zone that times are shown in. */
export default function RangeForm({ onDone }: { onDone: () => void }) {
  const { range, setRange } = useRange()
  const { zone } = useClock()
  const [shown] = useState(() => rangeWindow(range, Date.now()))
  const [problem, setProblem] = useState<string | null>(null)
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const fromMs = readMoment(String(form.get('from')), zone)
    const toMs = readMoment(String(form.get('to')), zone)
    if (!Number.isFinite(fromMs) || !Number.isFinite(toMs)) return setProblem('Give both moments.')
    if (toMs <= fromMs) return setProblem('The end must be after the start.')
    setRange({ fromMs, toMs })
    onDone()
  }
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-2 border-t pt-3">
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
        defaultValue={writeMoment(props.atMs, props.zone)}
        className="h-8 rounded-(--radius) border border-line-strong bg-surface px-2 text-sm text-text"
      />
    </label>
  )
}

/** The input holds a wall clock without a zone: UTC's, or the browser's own. */
function readMoment(text: string, zone: string): number {
  return Date.parse(zone === 'UTC' ? `${text}Z` : text)
}

function writeMoment(atMs: number, zone: string): string {
  const offsetMs = zone === 'UTC' ? 0 : new Date(atMs).getTimezoneOffset() * 60_000
  return new Date(atMs - offsetMs).toISOString().slice(0, 16)
}
