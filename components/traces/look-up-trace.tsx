'use client'

import { useParams, useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { LinkedWords } from '@/components/ui/linked-words'
import type { LookUpTraceResponse } from '@/lib/contracts/traces'

const ASK_EVERY_MS = 2_000
const GIVE_UP_MS = 90_000
const TOO_MANY_REQUESTS = 429
type Refused = Extract<LookUpTraceResponse, { state: 'refused' }>
type State = Exclude<LookUpTraceResponse['state'], 'refused'> | 'idle' | 'failed' | 'full'
type LookUp = { state: State } | Refused

const IDLE: LookUp = { state: 'idle' }
const WORDS: Record<State, string | null> = {
  idle: null,
  asked: 'AWS is being asked for it…',
  found: 'AWS has it. It is being opened…',
  absent: 'AWS does not know it in any account and region that is pulled.',
  failed: 'AWS has not told yet whether it has it. It is still looked for; the Sync page shows what fails.',
  full: 'Many traces are being looked up already. Try again in a minute.',
}

/** Has AWS asked for the trace of this page, which is not stored, and opens it once it is. */
export function LookUpTrace() {
  const { id } = useParams<{ id: string }>()
  const router = useRouter()
  const [result, setResult] = useState(IDLE)
  const { state } = result
  useEffect(() => {
    if (state !== 'asked') return
    const stop = new AbortController()
    const startedMs = performance.now()
    const timer = setInterval(async () => {
      const next = await lookUp(id, stop.signal)
      if (stop.signal.aborted) return
      if (next.state === 'found') router.refresh()
      const isLate = next.state === 'asked' && performance.now() - startedMs > GIVE_UP_MS
      setResult(isLate ? { state: 'failed' } : next)
    }, ASK_EVERY_MS)
    return () => {
      stop.abort()
      clearInterval(timer)
    }
  }, [state, id, router])
  const onClick = async () => setResult(await lookUp(id, new AbortController().signal))
  return (
    <>
      <Button onClick={onClick} disabled={state === 'asked' || state === 'found'}>
        Look it up in AWS
      </Button>
      <p role="status" className="w-full text-muted text-sm empty:hidden">
        <LinkedWords text={wordsFor(result) ?? ''} />
      </p>
    </>
  )
}

function wordsFor(result: LookUp): string | null {
  if (result.state !== 'refused') return WORDS[result.state]
  const places = result.refusals.map(({ accountId, region, message, fix }) => {
    return [`${region} of ${accountId}: ${message}`, fix].filter((part) => part !== null).join(' ')
  })
  return `Whether AWS has it is not known. ${places.join(' ')} Look it up again once that is mended.`
}

async function lookUp(id: string, signal: AbortSignal): Promise<LookUp> {
  try {
    const answer = await fetch(`/api/traces/${id}/lookup`, { method: 'POST', signal })
    if (!answer.ok) return { state: answer.status === TOO_MANY_REQUESTS ? 'full' : 'failed' }
    const told: LookUpTraceResponse = await answer.json()
    return told
  } catch {
    // Aborted or not reachable: either way nothing is known.
    return { state: 'failed' }
  }
}
