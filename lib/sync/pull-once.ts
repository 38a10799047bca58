import { runSchedule } from '@/lib/sync/schedule'
import { openSyncWorker, type SyncWorkerOptions } from '@/lib/sync/sync-worker'

/**
 * Pulls everything that is due at one moment and returns: with a clock that stands still, that is the whole window from
 * then back to the backfill's target. Run again, also after a crash, it goes on where it was.
 */
export async function pullOnce(options: SyncWorkerOptions): Promise<void> {
  const worker = await openSyncWorker(options)
  try {
    await runSchedule(worker, { signal: options.signal, kill: options.signal, untilIdle: true })
  } finally {
    await worker.close()
  }
}
