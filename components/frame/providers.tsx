'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ClockProvider } from '@/lib/client/clock'
import { ApiError } from '@/lib/client/get-json'
import { KnownPlacesProvider } from '@/lib/client/known-places'
import { PageCoverageProvider } from '@/lib/client/page-coverage'
import type { HealthResponse } from '@/lib/contracts/health'

/** A request that is refused for what it asks is refused again. */
function isWorthAnotherTry(failures: number, error: Error): boolean {
  const refused = error instanceof ApiError && error.status < 500
  return !refused && failures < 1
}

type Props = { nowMs: number; zone: string; health: HealthResponse; children: ReactNode }

export function Providers(props: Props) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: { queries: { staleTime: 15_000, retry: isWorthAnotherTry, refetchOnWindowFocus: false } },
      }),
  )
  return (
    <QueryClientProvider client={client}>
      <ClockProvider nowMs={props.nowMs} zone={props.zone}>
        <KnownPlacesProvider initialHealth={props.health}>
          <PageCoverageProvider>{props.children}</PageCoverageProvider>
        </KnownPlacesProvider>
      </ClockProvider>
    </QueryClientProvider>
  )
}
