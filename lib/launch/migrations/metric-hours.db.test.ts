import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/create-test-database'
import { copyEarlierMigrations, type EarlierMigrations } from '@/lib/launch/migrations/copy-earlier-migrations'
import { deployMigrations } from '@/lib/launch/migrations/deploy-migrations'

const CONVERTS = '20261126020000_metric_hours'
const POINTS = `
  SELECT ensure_day_partition('metric_point', day::date) FROM unnest(ARRAY['2026-11-19', '2026-11-20']) AS day;
  INSERT INTO metric_series (account_region_id, function_id, qualifier, executed_version, metric, statistic, period_s, covered)
  VALUES (1, 1, '', '', 'Invocations', 'Sum', 60, '{[2026-11-19 23:00+00,2026-11-20 01:00+00)}'),
    (1, 1, '', '', 'ConcurrentExecutions', 'Maximum', 60, '{}');
  INSERT INTO metric_point VALUES (1, 1, '2026-11-19 23:59+00', 5), (1, 1, '2026-11-20 00:00+00', 0.1),
    (1, 1, '2026-11-20 00:59+00', 0.2), (1, 2, '2026-11-20 00:10+00', 3), (1, 2, '2026-11-20 00:11+00', 7)`

let database: TestDatabase
let earlier: EarlierMigrations

beforeEach(async () => {
  database = await createTestDatabase({ empty: true })
  earlier = await copyEarlierMigrations(CONVERTS)
})

afterEach(async () => {
  await database.drop()
  await earlier.remove()
})

it('keeps every stored point, in the hour and the place that it was of', async () => {
  await deployMigrations(database.url, earlier.directory)
  const client = new pg.Client(database.url)
  await client.connect()
  try {
    await client.query(POINTS)
    await deployMigrations(database.url)
    const hours = await client.query(`
      SELECT series_id, to_char(h.at AT TIME ZONE 'UTC', 'DD HH24') AS hour, minute::int - 1 AS minute, value
      FROM metric_hour h, unnest(points) WITH ORDINALITY AS p(value, minute) WHERE value IS NOT NULL ORDER BY 1, 2, 3`)
    expect(hours.rows).toEqual([
      { series_id: 1, hour: '19 23', minute: 59, value: 5 },
      { series_id: 1, hour: '20 00', minute: 0, value: 0.1 },
      { series_id: 1, hour: '20 00', minute: 59, value: 0.2 },
      { series_id: 2, hour: '20 00', minute: 10, value: 3 },
      { series_id: 2, hour: '20 00', minute: 11, value: 7 },
    ])
    const days = await client.query(`
      SELECT series_id, to_char(at AT TIME ZONE 'UTC', 'DD') AS day, cardinality(hours) AS length, array_remove(hours, NULL) AS hours
      FROM metric_day ORDER BY 1, 2`)
    expect(days.rows).toEqual([
      { series_id: 1, day: '19', length: 24, hours: [5] },
      { series_id: 1, day: '20', length: 24, hours: [0.1 + 0.2] },
      { series_id: 2, day: '20', length: 24, hours: [7] },
    ])
    const weeks = await client.query(`
      SELECT series_id, to_char(at AT TIME ZONE 'UTC', 'DD') AS monday, days, is_zero FROM metric_week ORDER BY 1`)
    expect(weeks.rows).toEqual([
      { series_id: 1, monday: '16', days: [null, null, null, 5, 0.1 + 0.2, null, null], is_zero: false },
      { series_id: 2, monday: '16', days: [null, null, null, null, 7, null, null], is_zero: false },
    ])
    const series = await client.query(`SELECT state, lower(covered) AS from FROM metric_series ORDER BY id LIMIT 1`)
    expect(series.rows).toEqual([{ state: 'asked', from: new Date('2026-11-19T23:00Z') }])
  } finally {
    await client.end()
  }
})
