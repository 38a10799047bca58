import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { findStale } from '@/lib/client/find-stale'

const AT_MS = 1_000

function openPage() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const show = async (key: string, answer: string | null, before?: string) => {
    const queryFn = async () => {
      if (answer === null) throw new Error(`${key} is away`)
      return answer
    }
    if (before !== undefined) client.setQueryData([key], before, { updatedAt: AT_MS })
    const observer = new QueryObserver(client, { queryKey: [key], queryFn })
    const leave = observer.subscribe(() => undefined)
    await observer.refetch()
    return leave
  }
  return { show, stale: () => findStale(client.getQueryCache()) }
}

it('says since when and why an older answer still stands', async () => {
  const { show, stale } = openPage()
  await show('tiles', 'new', 'old')
  expect(stale()).toBeNull()
  const leave = await show('charts', null, 'old')
  expect(stale()).toEqual({ parts: 1, sinceMs: AT_MS, reason: 'charts is away' })
  leave()
  expect(stale()).toBeNull()
})

it('leaves to its own place what has no answer at all', async () => {
  const { show, stale } = openPage()
  await show('charts', null)
  expect(stale()).toBeNull()
})
