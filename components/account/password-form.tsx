'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'

type Outcome = { ok: boolean; text: string }

/** Sets the password of whoever is signed in, or changes the one that is set, which must then be known. */
export function PasswordForm({ isSet: wasSet }: { isSet: boolean }) {
  const [isSet, setIsSet] = useState(wasSet)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [busy, setBusy] = useState(false)
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const fields = new FormData(form)
    if (fields.get('password') !== fields.get('again'))
      return setOutcome({ ok: false, text: 'The two passwords differ.' })
    setBusy(true)
    const result = await savePassword(String(fields.get('password')), isSet ? String(fields.get('current')) : undefined)
    setBusy(false)
    setOutcome(result)
    if (!result.ok) return
    form.reset()
    setIsSet(true)
  }
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-3 p-3">
      {isSet && <PasswordField name="current" label="Current password" autoComplete="current-password" />}
      <PasswordField name="password" label="New password" hint="At least 10 characters." />
      <PasswordField name="again" label="The same again" />
      {outcome && (
        <p role={outcome.ok ? 'status' : 'alert'} className={outcome.ok ? 'text-ok text-sm' : 'text-fault text-sm'}>
          {outcome.text}
        </p>
      )}
      <div>
        <Button type="submit" look="primary" disabled={busy}>
          {isSet ? 'Change the password' : 'Set the password'}
        </Button>
      </div>
    </form>
  )
}

type FieldProps = { name: string; label: string; hint?: string; autoComplete?: string }

function PasswordField({ name, label, hint, autoComplete = 'new-password' }: FieldProps) {
  return (
    <label className="flex flex-col gap-1 text-sm">
      {label}
      <input
        type="password"
        name={name}
        required
        minLength={10}
        autoComplete={autoComplete}
        className="h-9 rounded-(--radius) border border-line-strong bg-surface px-2.5"
      />
      {hint !== undefined && <span className="text-muted text-xs">{hint}</span>}
    </label>
  )
}

async function savePassword(password: string, currentPassword?: string): Promise<Outcome> {
  try {
    const answer = await fetch('/api/account/password', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ password, currentPassword }),
    })
    if (answer.ok) return { ok: true, text: 'The password is set. You can now sign in with it.' }
    const body: { error?: { message?: string } } = await answer.json()
    return { ok: false, text: body.error?.message ?? 'The password could not be set. Try again.' }
  } catch {
    return { ok: false, text: 'The server could not be reached. Try again.' }
  }
}
