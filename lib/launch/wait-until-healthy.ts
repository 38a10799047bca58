import { setTimeout as sleep } from 'node:timers/promises'

/** Resolves with true once `url` answers 200, with false when it did not within `timeoutMs` or `signal` was aborted. */
export async function waitUntilHealthy(url: string, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
  const deadline = performance.now() + timeoutMs
  while (performance.now() < deadline && !signal?.aborted) {
    const status = await fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
      async (response) => {
        await response.body?.cancel()
        return response.status
      },
      () => 0,
    )
    if (status === 200) return true
    await sleep(100)
  }
  return false
}
