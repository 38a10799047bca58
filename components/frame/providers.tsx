'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ClockProvider } from '@/lib/client/clock'
import { PageCoverageProvider } from '@/lib/client/page-coverage'

export function Providers(props: { nowMs: number; zone: string; children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: { queries: { staleTime: 15_000, retry: 1, refetchOnWindowFocus: false } },
      }),
  )
  return (
    <QueryClientProvider client={client}>
      <ClockProvider nowMs={props.nowMs} zone={props.zone}>
        <PageCoverageProvider>{props.children}</PageCoverageProvider>
      </ClockProvider>
    </QueryClientProvider>
  )
}
