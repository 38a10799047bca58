import { selectRows } from '@/lib/server/db'
import { ALL_MAPPING_STATISTICS, MAPPING_STATISTICS } from '@/lib/sync/metric-catalogue'
import { type KnownSubjects, type MetricSet, type SeriesKey, seriesOf } from '@/lib/sync/metric-series'
import type { StepRun } from '@/lib/sync/sync-step'

/** What the configuration says could have metrics. */
export type MetricFacts = KnownSubjects & {
  /** Every function as a whole. */
  wholes: MetricSet[]
  /** Every way to call one, and the versions behind weighted aliases. */
  qualifiers: MetricSet[]
  /** Series that the mappings do not publish. */
  notEnabled: SeriesKey[]
  /** Functions whose durations no log line tells. */
  untoldIds: ReadonlySet<number>
}

/* At the system log level WARN a success leaves no line; a group that is absent, refused or of another class has none to read. A listing that
   is not over, or due again at once, says of no group that it is absent. */
const FUNCTIONS = `
  SELECT f.id, f.name, coalesce(f.log_format = 'JSON' AND f.system_log_level = 'WARN', false)
    OR coalesce(g.gone_at IS NOT NULL OR g.log_group_class <> 'STANDARD', false)
    OR coalesce(s.state IN ('denied', 'unavailable'), false)
    OR (g.id IS NULL AND listed.ok) AS untold
  FROM lambda_function f
    LEFT JOIN log_group g ON g.account_region_id = $1 AND g.name = coalesce(f.log_group_name, '/aws/lambda/' || f.name)
    LEFT JOIN sync_state s ON s.account_region_id = $1 AND s.step = 'logs'
      AND s.subject = coalesce(f.log_group_name, '/aws/lambda/' || f.name)
    CROSS JOIN (
      SELECT count(*) > 0 AS ok FROM sync_state
      WHERE account_region_id = $1 AND step = 'log-groups' AND state = 'ok' AND next_run_at > last_started_at
    ) AS listed
  WHERE f.account_region_id = $1 AND f.gone_at IS NULL`
const QUALIFIERS = `
  SELECT f.id AS "functionId", q.qualifier, q.executed AS "executedVersion"
  FROM lambda_function f CROSS JOIN LATERAL (
    SELECT '$LATEST' AS qualifier, '' AS executed
    UNION SELECT version, '' FROM function_version v WHERE v.function_id = f.id AND v.gone_at IS NULL
    UNION SELECT name, '' FROM function_alias a WHERE a.function_id = f.id AND a.gone_at IS NULL
    UNION SELECT name, version FROM function_alias a WHERE a.function_id = f.id AND a.gone_at IS NULL AND a.weights <> '{}'
    UNION SELECT name, jsonb_object_keys(a.weights) FROM function_alias a WHERE a.function_id = f.id AND a.gone_at IS NULL
  ) AS q WHERE f.account_region_id = $1 AND f.gone_at IS NULL`
const MAPPINGS = `
  SELECT uuid, function_id AS "functionId", configuration -> 'MetricsConfig' -> 'Metrics' AS groups
  FROM event_source_mapping WHERE account_region_id = $1 AND gone_at IS NULL`

/** Reads what the stored configuration of the account-region says about which metrics can exist. */
export async function readMetricFacts({ pool, place }: Pick<StepRun, 'pool' | 'place'>): Promise<MetricFacts> {
  type FunctionRow = { id: number; name: string; untold: boolean }
  type MappingRow = { uuid: string; functionId: number; groups: unknown }
  const functions = await selectRows<FunctionRow>(pool, FUNCTIONS, [place.id])
  const qualifiers = await selectRows<MetricSet>(pool, QUALIFIERS, [place.id])
  const mappings = await selectRows<MappingRow>(pool, MAPPINGS, [place.id])
  return {
    functionIds: new Map(functions.map(({ id, name }) => [name, id])),
    mappingFunctionIds: new Map(mappings.map(({ uuid, functionId }) => [uuid, functionId])),
    wholes: functions.map(({ id }) => ({ functionId: id, qualifier: '', executedVersion: '' })),
    qualifiers,
    notEnabled: mappings.flatMap(({ uuid, functionId, groups }) => seriesNotEnabled(uuid, functionId, groups)),
    untoldIds: new Set(functions.filter(({ untold }) => untold).map(({ id }) => id)),
  }
}

/** What a mapping would publish if the groups of its MetricsConfig were on. Kafka's are no loss to other sources. */
function seriesNotEnabled(uuid: string, functionId: number, groups: unknown): SeriesKey[] {
  const enabled = Array.isArray(groups) ? groups : []
  const set = { functionId, qualifier: '', executedVersion: '' }
  return (['EventCount', 'ErrorCount'] as const)
    .filter((group) => !enabled.includes(group))
    .flatMap((group) => Object.keys(MAPPING_STATISTICS[group]))
    .flatMap((metric) => seriesOf(set, `mapping/${uuid}`, metric, ALL_MAPPING_STATISTICS))
}
