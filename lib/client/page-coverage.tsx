'use client'

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import type { Coverage } from '@/lib/contracts/summary'

/** part: of how many functions the logs' share is, where it is not of all. */
export type PageCoverage = { subject: string; coverage: Coverage; part: string | null }

const ReadContext = createContext<PageCoverage | null>(null)
const WriteContext = createContext<(coverage: PageCoverage | null) => void>(() => undefined)

/** Lets a page tell the frame's coverage chip what its figures rest on. */
export function PageCoverageProvider({ children }: { children: ReactNode }) {
  const [coverage, setCoverage] = useState<PageCoverage | null>(null)
  return (
    <WriteContext value={setCoverage}>
      <ReadContext value={coverage}>{children}</ReadContext>
    </WriteContext>
  )
}

export function usePageCoverage(): PageCoverage | null {
  return useContext(ReadContext)
}

export function usePublishCoverage(subject: string, coverage: Coverage | undefined, part: string | null = null): void {
  const write = useContext(WriteContext)
  useEffect(() => {
    write(coverage ? { subject, coverage, part } : null)
    return () => write(null)
  }, [write, subject, coverage, part])
}
