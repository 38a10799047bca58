import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import type { FunctionItem, ListFunctionsResponse } from '@/lib/contracts/functions'

/** More than any account-region holds; what lies beyond is said above the table. */
const MOST_PAGES = 20

/** All functions with their figures over a range, keyed by the range's name, so that polling moves the window and still hits. */
export const functionsOptions = (range: RangeChoice) =>
  queryOptions({
    queryKey: ['functions', rangeKey(range)],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const window = rangeWindow(range, Date.now())
      const items: FunctionItem[] = []
      let cursor: string | null = null
      let counted = { fromMs: window.from, toMs: window.to, countedFromMs: window.from, loggedFromMs: window.from }
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const request: Record<string, unknown> = {
          ...window,
          part: 'pulled',
          limit: 1000,
          ...(cursor === null ? {} : { cursor }),
        }
        const answer: ListFunctionsResponse = await getJson<ListFunctionsResponse>('/api/functions', request, signal)
        items.push(...answer.items)
        const { items: _, nextCursor, ...of } = answer
        counted = of
        cursor = nextCursor
        if (cursor === null) break
      }
      return { ...counted, items, nextCursor: cursor }
    },
  })
