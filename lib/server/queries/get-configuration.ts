import type { ConfigurationRequest, ConfigurationResponse } from '@/lib/contracts/configuration'
import type { TriggersResponse } from '@/lib/contracts/triggers'
import { findFindings } from '@/lib/domain/configuration/find-findings'
import { OPERATIONS } from '@/lib/domain/source-operations'
import { type Db, selectRows } from '@/lib/server/db'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getFunctionSummary } from '@/lib/server/queries/get-function-summary'
import { getTriggers } from '@/lib/server/queries/get-triggers'
import { getVersionConfiguration, layersOf, vpcOf } from '@/lib/server/queries/get-version-configuration'
import { listScaling } from '@/lib/server/queries/list-scaling'

type Row = Omit<
  ConfigurationResponse,
  'of' | 'findings' | 'vpc' | 'layers' | 'logGroupName' | 'urls' | 'refusals' | 'scaling'
> & {
  hasEnvironment: boolean
  vpc: unknown
  layers: unknown
  urls: ConfigurationResponse['urls']
  refusals: ConfigurationResponse['refusals'] | null
}

const SQL = `
  select f.description, f.package_type as "packageType", f.runtime, f.architecture, f.memory_mb as "memoryMb",
         f.timeout_s as "timeoutS", f.ephemeral_storage_mb as "ephemeralStorageMb", f.snap_start as "snapStart", f.handler, f.code_sha256 as "codeSha256", f.code_size::float8 as "codeSizeBytes", f.state, f.state_reason as "stateReason",
         round(date_part('epoch', f.last_modified_at) * 1000) as "lastModifiedAtMs", f.last_update_status as "lastUpdateStatus",
         f.role_arn as "roleArn", f.kms_key_arn as "kmsKeyArn", f.vpc, f.layers, f.log_format as "logFormat",
         f.environment is not null as "hasEnvironment",
         array(select jsonb_object_keys(coalesce(f.environment, '{}')) order by 1) as "environmentNames",
         f.application_log_level as "applicationLogLevel", f.system_log_level as "systemLogLevel", f.tracing_mode as "tracingMode",
         g.retention_days as "logRetentionDays", coalesce(g.log_group_class is not null and g.retention_days is null, false) as "isKeptForEver", round(date_part('epoch', f.seen_at) * 1000) as "seenAtMs",
         (select json_agg(json_build_object('url', u.url, 'qualifier', nullif(nullif(u.qualifier, ''), '$LATEST'),
                   'authType', u.auth_type, 'invokeMode', u.invoke_mode) order by u.qualifier)
            from function_url u where u.function_id = f.id) as urls,
         f.details_known_at is not null as "settingsRead", f.recursive_loop as "recursiveLoop", f.update_runtime_on as "updateRuntimeOn", f.runtime_version_arn as "runtimeVersionArn",
         (select json_agg(json_build_object('operation', a.operation, 'state', a.state, 'detail', a.detail, 'iamAction', a.iam_action)
                   order by a.operation)
            from api_state a where a.account_region_id = f.account_region_id and a.state <> 'ok' and a.operation = any($3)) as refusals
    from lambda_function f
    left join log_group g on g.account_region_id = f.account_region_id and g.name = $2 and g.gone_at is null
   where f.id = $1`

/**
 * How a function is set up, or the version that a qualifier names, and what of it is or may be wrong: of $LATEST, judged by
 * what all traffic of the function did in the window. Throws NOT_FOUND for an unknown qualifier.
 */
export async function getConfiguration(
  db: Db,
  identity: FunctionIdentity,
  request: Pick<ConfigurationRequest, 'from' | 'to' | 'qualifier'>,
  nowMs: number,
): Promise<ConfigurationResponse> {
  const [[row], summary, triggers, { of, configuration }, scaling] = await Promise.all([
    selectRows<Row>(db.pool, SQL, [identity.id, identity.logGroupName, [...OPERATIONS.inventory, 'DescribeLogGroups']]),
    getFunctionSummary(db, identity, { from: request.from, to: request.to }, nowMs),
    getTriggers(db, identity, { from: request.from, to: request.to }, nowMs),
    getVersionConfiguration(db, identity, request.qualifier),
    listScaling(db, identity.id),
  ])
  if (row === undefined) throw new Error(`Function ${identity.id} vanished between two statements`)
  const { hasEnvironment, environmentNames, vpc, layers, urls, refusals, ...own } = row
  const { invocations, coverage } = summary
  const findings = findFindings({
    state: own.state,
    stateReason: own.stateReason,
    lastUpdateStatus: own.lastUpdateStatus,
    tracingMode: own.tracingMode,
    recursiveLoop: own.recursiveLoop,
    updateRuntimeOn: own.updateRuntimeOn,
    runtimeVersionArn: own.runtimeVersionArn,
    environmentIsUnreadable: !hasEnvironment && !identity.inferred,
    logGroupIsAbsent: coverage.reasons.some(({ code }) => code === 'LOG_GROUP_ABSENT'),
    hidesSuccess: coverage.reasons.some(({ code }) => code === 'LOG_LEVEL_WARN'),
    deadLetterOrOnFailure: keepsFailed(triggers),
    invocations,
    traced: coverage.traces === null || invocations === null ? null : Math.round(coverage.traces * invocations),
    asyncReceived: triggers.async.received,
    openUrls: (urls ?? []).filter(({ authType }) => authType === 'NONE').map(({ url }) => url),
  })
  const groupOfVersion = configuration?.logGroupName ?? identity.logGroupName
  return {
    of,
    ...own,
    environmentNames: hasEnvironment ? environmentNames : null,
    vpc: vpcOf(vpc),
    layers: layersOf(layers),
    logGroupName: identity.logGroupName,
    ...configuration,
    ...(groupOfVersion === identity.logGroupName ? {} : { logRetentionDays: null, isKeptForEver: false }),
    urls: urls ?? (triggers.settingGaps.urls === null ? [] : null),
    findings,
    scaling,
    refusals: refusals ?? [],
  }
}

/** Whether events that fail for good are kept anywhere; null: not known. */
function keepsFailed({ deadLetterArn, invokeConfigs, settingGaps }: TriggersResponse): boolean | null {
  if (deadLetterArn !== null || invokeConfigs.some(({ onFailure }) => onFailure !== null)) return true
  return settingGaps.invokeConfigs === null && settingGaps.deadLetter === null ? false : null
}
