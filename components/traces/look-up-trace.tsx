'use client'

import { useParams, useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import type { LookUpTraceResponse } from '@/lib/contracts/traces'

const ASK_EVERY_MS = 2_000
const GIVE_UP_MS = 90_000
const TOO_MANY_REQUESTS = 429
type State = LookUpTraceResponse['state'] | 'idle' | 'failed' | 'full'

const WORDS: Record<State, string | null> = {
  idle: null,
  asked: 'AWS is being asked for it…',
  found: 'AWS has it. It is being opened…',
  absent: 'AWS does not know it in any account and region that is pulled.',
  failed: 'AWS has not answered in time. The Sync page shows why.',
  full: 'Many traces are being looked up already. Try again in a minute.',
}

/** Has AWS asked for the trace of this page, which is not stored, and opens it once it is. */
export function LookUpTrace() {
  const { id } = useParams<{ id: string }>()
  const router = useRouter()
  const [state, setState] = useState<State>('idle')
  useEffect(() => {
    if (state !== 'asked') return
    const stop = new AbortController()
    const startedMs = performance.now()
    const timer = setInterval(async () => {
      const next = await lookUp(id, stop.signal)
      if (stop.signal.aborted) return
      if (next === 'found') router.refresh()
      setState(next === 'asked' && performance.now() - startedMs > GIVE_UP_MS ? 'failed' : next)
    }, ASK_EVERY_MS)
    return () => {
      stop.abort()
      clearInterval(timer)
    }
  }, [state, id, router])
  const onClick = async () => setState(await lookUp(id, new AbortController().signal))
  return (
    <>
      <Button onClick={onClick} disabled={state === 'asked' || state === 'found'}>
        Look it up in AWS
      </Button>
      <p role="status" className="w-full text-muted text-sm empty:hidden">
        {WORDS[state]}
      </p>
    </>
  )
}

async function lookUp(id: string, signal: AbortSignal): Promise<State> {
  try {
    const answer = await fetch(`/api/traces/${id}/lookup`, { method: 'POST', signal })
    if (!answer.ok) return answer.status === TOO_MANY_REQUESTS ? 'full' : 'failed'
    const { state }: LookUpTraceResponse = await answer.json()
    return state
  } catch {
    // Aborted or not reachable: either way nothing is known.
    return 'failed'
  }
}
