'use client'

import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { functionsOptions } from '@/lib/client/functions-options'
import type { Place } from '@/lib/client/place'

const FIELD = 'h-8 rounded-(--radius) border border-line-strong bg-surface px-2 text-sm'

type Props = { place: Place; onAdd(name: string, reserved: number | null): void }

/** A function of the place, and what to reserve for it; left empty, nothing. */
export function PlanForm({ place, onAdd }: Props) {
  const list = useId()
  const [isAsked, setIsAsked] = useState(false)
  // Only for the names, and only once somebody plans.
  const { data } = useQuery({ ...functionsOptions({ preset: '15m' }), enabled: isAsked })
  const names = (data?.items ?? [])
    .filter(({ accountId, region }) => accountId === place.accountId && region === place.region)
    .map(({ name }) => name)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const name = String(form.get('name') ?? '').trim()
    const text = String(form.get('reserved') ?? '').trim()
    if (name === '' || /[=,]/.test(name)) return
    onAdd(name, text === '' ? null : Number(text))
    event.currentTarget.reset()
  }
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-2 px-3 pb-3">
      <label className="flex min-w-0 flex-col gap-1 text-muted text-xs">
        Function
        <input
          name="name"
          required
          list={list}
          autoComplete="off"
          onFocus={() => setIsAsked(true)}
          className={`${FIELD} w-56 max-w-full text-text`}
        />
      </label>
      <datalist id={list}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <label className="flex flex-col gap-1 text-muted text-xs">
        Reserve (empty: none)
        <input name="reserved" type="number" min={0} step={1} className={`${FIELD} w-36 text-text`} />
      </label>
      <Button type="submit">Add to the plan</Button>
    </form>
  )
}
