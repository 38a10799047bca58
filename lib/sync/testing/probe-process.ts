import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDb } from '@/lib/server/db'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { runSchedule } from '@/lib/sync/schedule'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import type { SyncStep } from '@/lib/sync/sync-step'

/**
 * A worker whose only step calls nobody, but notes when it would call, and before and after that stores something, for
 * whoever looks whether two of them do so at once. It is due again as soon as it ends.
 */
const { DATABASE_URL = '' } = process.env
const CALLS = 32
const CALL_MS = 25

const db = openDb(DATABASE_URL, 10)

const probe: SyncStep = {
  name: 'probe',
  kind: 'logs',
  deadlineMs: 60_000,
  async run({ lease, pool, subject, signal, nowMs }) {
    const id = randomUUID()
    const note = `INSERT INTO probe (run, pid, subject, what, at) VALUES ($1, ${process.pid}, $2, $3, clock_timestamp())`
    const store = () => inTransaction(lease, () => lease.query(note, [id, subject, 'store']))
    await store()
    for (let call = 0; call < CALLS; call += 1) {
      signal.throwIfAborted()
      await pool.query(note, [id, subject, 'call'])
      await sleep(CALL_MS, undefined, { signal })
    }
    await store()
    return { state: 'ok', detail: null, nextRunAtMs: nowMs, rows: 0 }
  },
}

/** The step has no use for it. */
function noAws(): AwsAccess {
  return { calls: 0 } as AwsAccess
}

const never = new AbortController().signal
const worker = {
  db,
  places: new Map([[1, { id: 1, accountId: '123456789012', region: 'eu-west-1' }]]),
  steps: new Map([[probe.name, probe]]),
  settings: { backfillMs: 0, metricsEveryMs: 60_000, hashKey: '' },
  clock: Date.now,
  openAws: noAws,
  follow: async () => undefined,
  close: () => db.close(),
}
await runSchedule(worker, { signal: never, kill: never })
