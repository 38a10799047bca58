import type { StoreAnswer } from '@/lib/sync/steps/detailed-function'

const IN_FLIGHT = 4

/**
 * Asks a few at a time, because answers take longer than the pace allows calls, and stores them one after another. The
 * first failure stops all, and is thrown only when all have stopped: the lease that they write on is given back then.
 */
export async function readSeveral<Item>(
  items: readonly Item[],
  read: (item: Item) => Promise<StoreAnswer | null>,
): Promise<void> {
  const queue = [...items]
  let storing: Promise<void> = Promise.resolve()
  let failed = false
  const next = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined && !failed; item = queue.shift()) {
      try {
        const store = await read(item)
        if (store !== null && !failed) storing = storing.then(store)
        await storing
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: IN_FLIGHT }, next))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}
