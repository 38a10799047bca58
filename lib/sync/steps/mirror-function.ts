import { selectRows } from '@/lib/server/db'
import { getFunction } from '@/lib/sync/aws/get-function'
import { getFunctionRecursionConfig } from '@/lib/sync/aws/get-function-recursion-config'
import { getFunctionScalingConfig } from '@/lib/sync/aws/get-function-scaling-config'
import { getPolicy } from '@/lib/sync/aws/get-policy'
import { getRuntimeManagementConfig } from '@/lib/sync/aws/get-runtime-management-config'
import { listAliases } from '@/lib/sync/aws/list-aliases'
import { listEventInvokeConfigs } from '@/lib/sync/aws/list-event-invoke-configs'
import { listFunctionUrls } from '@/lib/sync/aws/list-function-urls'
import { listProvisionedConcurrency } from '@/lib/sync/aws/list-provisioned-concurrency'
import type { DetailedFunction, StoreAnswer } from '@/lib/sync/steps/detailed-function'
import { type ComparedTable, mirrorFunctionRows } from '@/lib/sync/store/mirror-function-rows'
import { storeFunctionDetail } from '@/lib/sync/store/store-function-detail'
import { type FunctionSetting, storeFunctionSetting } from '@/lib/sync/store/store-function-setting'
import { MANAGED_INSTANCES } from '@/lib/sync/store/version-settings'
import type { StepRun } from '@/lib/sync/sync-step'

const ALIASES: ComparedTable = {
  table: 'function_alias',
  key: 'name',
  columns: { name: 'text', version: 'text', weights: 'jsonb', description: 'text', revision_id: 'text' },
  keepsGone: true,
  kind: 'alias',
  compared: ['version', 'weights', 'description'],
}
const PROVISIONED: ComparedTable = {
  table: 'provisioned_concurrency',
  key: 'qualifier',
  columns: {
    qualifier: 'text',
    requested: 'int4',
    allocated: 'int4',
    available: 'int4',
    status: 'text',
    status_reason: 'text',
  },
  kind: 'provisioned',
  // How many stand ready follows from what was asked for.
  compared: ['requested'],
}
const SCALING: ComparedTable = {
  table: 'function_scaling',
  key: 'version',
  columns: {
    version: 'text',
    min_environments: 'int4',
    max_environments: 'int4',
    applied_min_environments: 'int4',
    applied_max_environments: 'int4',
  },
  kind: 'scaling',
  // What is in effect follows from what was asked for.
  compared: ['min_environments', 'max_environments'],
}
/* Each of them has environments of its own, whether an alias leads to it or not. */
const MANAGED_VERSIONS = `
  SELECT version FROM function_version
  WHERE function_id = $1 AND gone_at IS NULL AND settings ->> 'runsOn' = '${MANAGED_INSTANCES}'
  ORDER BY version`
const POLICIES: ComparedTable = {
  table: 'function_policy',
  key: 'qualifier',
  columns: { qualifier: 'text', document: 'jsonb' },
  kind: 'policy',
  compared: ['document'],
}
const EVENT_INVOKE: ComparedTable = {
  table: 'event_invoke_config',
  key: 'qualifier',
  columns: {
    qualifier: 'text',
    maximum_retries: 'int4',
    maximum_event_age_s: 'int4',
    on_success: 'text',
    on_failure: 'text',
  },
  kind: 'async',
  compared: ['maximum_retries', 'maximum_event_age_s', 'on_success', 'on_failure'],
}
const URLS: ComparedTable = {
  table: 'function_url',
  key: 'qualifier',
  columns: { qualifier: 'text', url: 'text', auth_type: 'text', invoke_mode: 'text' },
  kind: 'url',
  compared: ['url', 'auth_type', 'invoke_mode'],
}
const RECURSION: FunctionSetting = { columns: ['recursive_loop'], answeredAt: 'recursion_at' }
const RUNTIME_MANAGEMENT: FunctionSetting = {
  columns: ['update_runtime_on', 'runtime_version_arn'],
  answeredAt: 'runtime_management_at',
}

function storing(
  { lease, place, nowMs }: StepRun,
  table: ComparedTable,
  fn: DetailedFunction,
  rows: readonly Record<string, unknown>[],
): StoreAnswer {
  return () => mirrorFunctionRows(lease, table, fn, { accountRegionId: place.id, nowMs, rows })
}

function storingSetting(
  { lease, place, nowMs }: StepRun,
  setting: FunctionSetting,
  fn: DetailedFunction,
  values: Readonly<Record<string, string | null>>,
): StoreAnswer {
  return () => storeFunctionSetting(lease, setting, fn.id, { accountRegionId: place.id, nowMs, values })
}

/** The aliases of a function with their weights; one that is no longer listed is marked gone. */
export async function mirrorAliases(run: StepRun, fn: DetailedFunction): Promise<StoreAnswer> {
  const aliases = await listAliases(run.aws, fn.name)
  const rows = aliases.map(({ revisionId, ...alias }) => ({ ...alias, revision_id: revisionId }))
  return storing(run, ALIASES, fn, rows)
}

/** State, tags and reserved concurrency, which no listing tells. */
export async function mirrorConfiguration(run: StepRun, fn: DetailedFunction): Promise<StoreAnswer> {
  const detail = await getFunction(run.aws, fn.name, run.settings.hashKey)
  return async () => {
    if (detail !== null)
      await storeFunctionDetail(run.lease, fn.id, { accountRegionId: run.place.id, nowMs: run.nowMs, detail })
  }
}

/** Provisioned concurrency by alias and version. */
export async function mirrorProvisionedConcurrency(run: StepRun, fn: DetailedFunction): Promise<StoreAnswer> {
  const configs = await listProvisionedConcurrency(run.aws, fn.name)
  const rows = configs.map(({ statusReason, ...config }) => ({ ...config, status_reason: statusReason }))
  return storing(run, PROVISIONED, fn, rows)
}

/**
 * How many environments the versions of a function on managed instances may have. What the first of them has is no change:
 * that it was published is told.
 */
export async function mirrorScaling(run: StepRun, fn: DetailedFunction): Promise<StoreAnswer> {
  const versions = await selectRows<{ version: string }>(run.pool, MANAGED_VERSIONS, [fn.id])
  const rows: Record<string, unknown>[] = []
  for (const { version } of versions) {
    const scaling = await getFunctionScalingConfig(run.aws, fn.name, version)
    if (scaling === null) continue
    const { requested, applied } = scaling
    rows.push({
      version,
      min_environments: requested.min,
      max_environments: requested.max,
      applied_min_environments: applied.min,
      applied_max_environments: applied.max,
    })
  }
  return storing(run, SCALING, { ...fn, knownAtMs: null }, rows)
}

/** The resource policies of the function and of each alias: they are apart from one another. */
export async function mirrorPolicies(run: StepRun, fn: DetailedFunction): Promise<StoreAnswer> {
  const sql = 'SELECT name FROM function_alias WHERE function_id = $1 AND gone_at IS NULL ORDER BY name'
  const aliases = await selectRows<{ name: string }>(run.pool, sql, [fn.id])
  const rows: Record<string, unknown>[] = []
  for (const qualifier of ['', ...aliases.map(({ name }) => name)]) {
    const document = await getPolicy(run.aws, fn.name, qualifier)
    if (document !== null) rows.push({ qualifier, document })
  }
  return storing(run, POLICIES, fn, rows)
}

/** Retries, age and destinations of asynchronous invocations. */
export async function mirrorEventInvokeConfigs(run: StepRun, fn: DetailedFunction): Promise<StoreAnswer> {
  const configs = await listEventInvokeConfigs(run.aws, fn.name)
  const rows = configs.map((config) => ({
    qualifier: config.qualifier,
    maximum_retries: config.maximumRetries,
    maximum_event_age_s: config.maximumEventAgeS,
    on_success: config.onSuccess,
    on_failure: config.onFailure,
  }))
  return storing(run, EVENT_INVOKE, fn, rows)
}

/** Function URLs by alias. */
export async function mirrorUrls(run: StepRun, fn: DetailedFunction): Promise<StoreAnswer> {
  const urls = await listFunctionUrls(run.aws, fn.name)
  const rows = urls.map(({ qualifier, url, authType, invokeMode }) => {
    return { qualifier, url, auth_type: authType, invoke_mode: invokeMode }
  })
  return storing(run, URLS, fn, rows)
}

/** Whether Lambda stops events that go round in a loop. */
export async function mirrorRecursion(run: StepRun, fn: DetailedFunction): Promise<StoreAnswer> {
  const recursiveLoop = await getFunctionRecursionConfig(run.aws, fn.name)
  return storingSetting(run, RECURSION, fn, { recursive_loop: recursiveLoop })
}

/** When the runtime of the function is updated. */
export async function mirrorRuntimeManagement(run: StepRun, fn: DetailedFunction): Promise<StoreAnswer> {
  const { updateRuntimeOn, runtimeVersionArn } = await getRuntimeManagementConfig(run.aws, fn.name)
  const values = { update_runtime_on: updateRuntimeOn, runtime_version_arn: runtimeVersionArn }
  return storingSetting(run, RUNTIME_MANAGEMENT, fn, values)
}
