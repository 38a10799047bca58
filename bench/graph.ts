import { chromium } from '@playwright/test'
import type { Figure } from '@/bench/figure'
import { measureLayout } from '@/bench/graph/measure-layout'
import { type SyntheticSize, storeSyntheticTraces } from '@/bench/graph/store-synthetic-traces'
import { CHROMIUM } from '@/e2e/fixtures/chromium'
import { deployMigrations } from '@/lib/launch/migrations/deploy-migrations'
import { createDatabase } from '@/lib/launch/postgres/create-database'
import { startTemporaryPostgres } from '@/lib/launch/postgres/start-temporary-postgres'
import { type Db, openDb, selectRows } from '@/lib/server/db'
import { getMap } from '@/lib/server/queries/get-map'
import { rollUpGraphs } from '@/lib/sync/store/roll-up-graphs'

const DAY_MS = 86_400_000
/** Nine minutes past an hour: hours, slots and traces themselves all have their part in a day up to now. */
const NOW_MS = Date.UTC(2026, 10, 20, 15, 9, 37)
const FULL: SyntheticSize = { traces: 20_000, segmentsPerTrace: 20, services: 200 }
const QUICK: SyntheticSize = { traces: 4_000, segmentsPerTrace: 20, services: 200 }
const READS = { full: 100, quick: 40 }
const WARM_UP = 5
const AT_MOST = { mapMs: 300, layoutMs: 1_000, blockedMs: 50 }

/**
 * graph.map_p95_ms: the map of 24 hours answered, of 20,000 stored traces of 20 segments each (quick: 4,000), from what the
 * worker keeps. graph.store_traces_per_s and graph.roll_up_ms: what keeping it costs. graph.bytes_per_trace: on disk.
 * graph.layout_200_ms: 200 nodes laid out in a browser's worker; graph.layout_200_blocked_ms: the longest that the page
 * could do nothing else meanwhile.
 */
export async function run(report: (figure: Figure) => void, { quick }: { quick: boolean }): Promise<void> {
  const size = quick ? QUICK : FULL
  const postgres = await startTemporaryPostgres()
  try {
    const url = new URL(postgres.url)
    url.pathname = '/graph'
    await createDatabase(postgres.url, 'graph')
    await deployMigrations(url.href)
    const db = openDb(url.href, 4)
    try {
      const storedMs = await storeSyntheticTraces(db, size, NOW_MS)
      report({ name: 'graph.store_traces_per_s', value: size.traces / (storedMs / 1000), unit: '1/s', n: size.traces })
      const startedMs = performance.now()
      await rollUpAll(db)
      report({ name: 'graph.roll_up_ms', value: performance.now() - startedMs, unit: 'ms', n: 1 })
      await db.pool.query('ANALYZE')
      await reportSize(db, size.traces, report)
      await reportReads(db, size, READS[quick ? 'quick' : 'full'], report)
    } finally {
      await db.close()
    }
  } finally {
    await postgres.stop()
  }
  const browser = await chromium.launch(CHROMIUM)
  try {
    const { layoutMs, blockedMs, runs } = await measureLayout(browser, 200, quick ? 5 : 15)
    report({ name: 'graph.layout_200_ms', value: layoutMs, unit: 'ms', n: runs, atMost: AT_MOST.layoutMs })
    report({ name: 'graph.layout_200_blocked_ms', value: blockedMs, unit: 'ms', n: runs, atMost: AT_MOST.blockedMs })
  } finally {
    await browser.close()
  }
}

async function rollUpAll({ pool }: Db): Promise<void> {
  const client = await pool.connect()
  try {
    for (let isBehind = true; isBehind; ) {
      const { slots, longer } = await rollUpGraphs(client, 1, { most: 50, nowMs: NOW_MS })
      isBehind = slots + longer > 0
    }
  } finally {
    client.release()
  }
}

async function reportSize(db: Db, traces: number, report: (figure: Figure) => void): Promise<void> {
  const [disk] = await selectRows<{ bytes: number }>(
    db.pool,
    `SELECT (SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits WHERE inhparent = 'trace_graph'::regclass)::float8
       + pg_total_relation_size('graph_bucket') AS bytes`,
    [],
  )
  report({ name: 'graph.bytes_per_trace', value: (disk?.bytes ?? 0) / traces, unit: 'B', n: traces })
}

async function reportReads(
  db: Db,
  size: SyntheticSize,
  reads: number,
  report: (figure: Figure) => void,
): Promise<void> {
  const times: number[] = []
  for (let at = -WARM_UP; at < reads; at += 1) {
    // Each read ends at another moment, as that of a live page does.
    const toMs = NOW_MS - (at + WARM_UP) * 137
    const beganMs = performance.now()
    const map = await getMap(db, { from: toMs - DAY_MS, to: toMs }, NOW_MS)
    const body = JSON.stringify(map)
    if (at >= 0) times.push(performance.now() - beganMs)
    if (map.nodes.length < size.services || map.traces < size.traces * 0.99) {
      throw new Error(`the map has ${map.nodes.length} nodes and ${map.traces} traces in ${body.length} bytes`)
    }
  }
  times.sort((a, b) => a - b)
  const p95 = times[Math.ceil(times.length * 0.95) - 1] ?? Number.NaN
  report({ name: 'graph.map_p95_ms', value: p95, unit: 'ms', n: times.length, atMost: AT_MOST.mapMs })
}
