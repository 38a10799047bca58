'use client'

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { remember } from '@/lib/client/remember'
import { useViewParams } from '@/lib/client/view-params'
import { readZone } from '@/lib/client/zone-param'

type Clock = { nowMs: number; zone: string; setZone(zone: string): void }

const ClockContext = createContext<Clock | null>(null)

/**
 * Starts at the server's moment, so that the first paint and hydration agree, then moves every 10 s. zone: the one that was
 * chosen last, IANA name or UTC; a page whose URL is bare begins with it, and from then on its URL names it.
 */
export function ClockProvider(props: { nowMs: number; zone: string; children: ReactNode }) {
  const [nowMs, setNowMs] = useState(props.nowMs)
  const [remembered, setRemembered] = useState(props.zone)
  const { params, set } = useViewParams()
  const text = params.toString()
  const zone = useMemo(() => readZone(new URLSearchParams(text), remembered), [text, remembered])
  const isNamed = params.has('tz') || zone === 'UTC'
  useEffect(() => {
    if (isNamed) return
    // Not before the router listens to history, which it does only after the first effects.
    const timer = setTimeout(() => set({ tz: zone }, 'replace'))
    return () => clearTimeout(timer)
  }, [isNamed, zone, set])
  useEffect(() => {
    setNowMs(Date.now())
    const timer = setInterval(() => setNowMs(Date.now()), 10_000)
    return () => clearInterval(timer)
  }, [])
  const clock = useMemo(() => {
    const setZone = (next: string) => {
      const chosen = next === 'UTC' ? null : next
      remember('zone', chosen)
      setRemembered(next)
      set({ tz: chosen })
    }
    return { nowMs, zone, setZone }
  }, [nowMs, zone, set])
  return <ClockContext value={clock}>{props.children}</ClockContext>
}

export function useClock(): Clock {
  const clock = useContext(ClockContext)
  if (!clock) throw new Error('useClock needs a ClockProvider above it')
  return clock
}
