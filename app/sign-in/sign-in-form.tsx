'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'

/** E-mail and password; a page that was asked for before signing in comes next. */
export function SignInForm({ next }: { next: string }) {
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    setBusy(true)
    setProblem(null)
    const found = await signIn(String(fields.get('email')), String(fields.get('password')))
    if (found === null) return window.location.assign(next)
    setProblem(found)
    setBusy(false)
  }
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-4">
      <Field name="email" type="email" label="Email" autoComplete="username" />
      <Field name="password" type="password" label="Password" autoComplete="current-password" />
      {problem !== null && (
        <p role="alert" className="text-fault text-sm">
          {problem}
        </p>
      )}
      <Button type="submit" look="primary" disabled={busy} className="h-9 w-full">
        {busy ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  )
}

type FieldProps = { name: string; type: string; label: string; autoComplete: string }

function Field({ label, ...input }: FieldProps) {
  return (
    <label className="flex flex-col gap-1.5 font-medium text-sm">
      {label}
      <input
        {...input}
        required
        className="h-9 rounded-(--radius) border border-line-strong bg-surface px-2.5 font-normal"
      />
    </label>
  )
}

/** null when signed in, otherwise what to tell. */
async function signIn(email: string, password: string): Promise<string | null> {
  try {
    const answer = await fetch('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    })
    if (answer.ok) return null
    if (answer.status === 429) return 'Too many tries. Wait ten seconds and try again.'
    if (answer.status >= 500) return 'The server has a problem. Try again in a few seconds.'
    return 'Email and password do not belong together. Try again.'
  } catch {
    return 'The server cannot be reached. Try again.'
  }
}
