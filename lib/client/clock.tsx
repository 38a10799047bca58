'use client'

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'

type Clock = { nowMs: number; zone: string; setZone(zone: string): void }

const ClockContext = createContext<Clock | null>(null)

/** Starts at the server's moment, so that the first paint and hydration agree, then moves every 10 s. zone: IANA name or UTC. */
export function ClockProvider(props: { nowMs: number; zone: string; children: ReactNode }) {
  const [nowMs, setNowMs] = useState(props.nowMs)
  const [zone, setZone] = useState(props.zone)
  useEffect(() => {
    setNowMs(Date.now())
    const timer = setInterval(() => setNowMs(Date.now()), 10_000)
    return () => clearInterval(timer)
  }, [])
  const clock = useMemo(() => ({ nowMs, zone, setZone }), [nowMs, zone])
  return <ClockContext value={clock}>{props.children}</ClockContext>
}

export function useClock(): Clock {
  const clock = useContext(ClockContext)
  if (!clock) throw new Error('useClock needs a ClockProvider above it')
  return clock
}
