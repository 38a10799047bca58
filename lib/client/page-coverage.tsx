'use client'

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import type { Coverage } from '@/lib/contracts/summary'

export type PageCoverage = { subject: string; coverage: Coverage }

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

export function usePublishCoverage(subject: string, coverage: Coverage | undefined): void {
  const write = useContext(WriteContext)
  useEffect(() => {
    write(coverage ? { subject, coverage } : null)
    return () => write(null)
  }, [write, subject, coverage])
}
