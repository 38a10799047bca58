import type { FunctionDetail } from '@/lib/contracts/function-detail'
import { type Db, selectRows } from '@/lib/server/db'
import { findTriggers, type MappingFacts, type PolicyFacts } from '@/lib/server/queries/find-triggers'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { listQualifiers } from '@/lib/server/queries/list-qualifiers'
import { MODES_SQL } from '@/lib/server/queries/modes-sql'
import { SETTINGS_READ_SQL } from '@/lib/server/queries/settings-read-sql'

type Row = Omit<FunctionDetail, 'qualifiers' | 'triggers' | 'destinations' | 'provisioned' | 'tags'> & {
  tags: Record<string, unknown> | null
  deadLetterArn: string | null
  provisioned: FunctionDetail['provisioned'] | null
  policies: PolicyFacts[] | null
  mappings: MappingFacts[] | null
  urls: { qualifier: string; url: string; authType: string | null }[] | null
  invokeConfigs: { qualifier: string; onSuccess: string | null; onFailure: string | null }[] | null
}

const SQL = `
  select f.arn, f.name, ar.account_id as "accountId", ar.region, f.inferred, f.description, f.runtime, f.architecture,
         f.package_type as "packageType", f.memory_mb as "memoryMb", f.timeout_s as "timeoutS",
         f.ephemeral_storage_mb as "ephemeralStorageMb", f.state, f.tracing_mode as "tracingMode",
         f.log_format as "logFormat", f.system_log_level as "systemLogLevel", f.log_group_name as "logGroupName",
         f.snap_start as "snapStart", ${MODES_SQL}, f.tags, f.dead_letter_arn as "deadLetterArn",
         (extract(epoch from f.last_modified_at) * 1000)::float8 as "lastModifiedAtMs",
         f.reserved_concurrency as "reservedConcurrency", ${SETTINGS_READ_SQL} as "settingsRead",
         (select json_agg(json_build_object('qualifier', p.qualifier, 'requested', p.requested, 'allocated', p.allocated,
                   'status', p.status) order by p.qualifier)
            from provisioned_concurrency p where p.function_id = f.id) as provisioned,
         (select json_agg(json_build_object('qualifier', p.qualifier, 'document', p.document) order by p.qualifier)
            from function_policy p where p.function_id = f.id) as policies,
         (select json_agg(json_build_object('qualifier', m.qualifier, 'eventSourceArn', m.event_source_arn,
                   'state', m.state, 'configuration', m.configuration) order by m.event_source_arn)
            from event_source_mapping m where m.function_id = f.id and m.gone_at is null) as mappings,
         (select json_agg(json_build_object('qualifier', u.qualifier, 'url', u.url, 'authType', u.auth_type)
                   order by u.qualifier) from function_url u where u.function_id = f.id) as urls,
         (select json_agg(json_build_object('qualifier', c.qualifier, 'onSuccess', c.on_success,
                   'onFailure', c.on_failure) order by c.qualifier)
            from event_invoke_config c where c.function_id = f.id) as "invokeConfigs"
    from lambda_function f join account_region ar on ar.id = f.account_region_id
   where f.id = $1`

/** A function's configuration, qualifiers, triggers and destinations as AWS last described them; null where it did not. */
export async function getFunctionDetail(db: Db, identity: FunctionIdentity): Promise<FunctionDetail> {
  const [[row], qualifiers] = await Promise.all([
    selectRows<Row>(db.pool, SQL, [identity.id]),
    listQualifiers(db, identity.id),
  ])
  if (row === undefined) throw new Error(`Function ${identity.id} vanished between two statements`)
  const { tags, deadLetterArn, provisioned, policies, mappings, urls, invokeConfigs, ...configuration } = row
  return {
    ...configuration,
    tags: tags === null ? null : textsOnly(tags),
    provisioned: provisioned ?? [],
    qualifiers,
    triggers: [
      ...findTriggers(policies ?? [], mappings ?? []),
      ...(urls ?? []).map((url) => ({
        source: 'Function URL',
        detail: url.url,
        qualifier: qualifierOf(url.qualifier),
        state: url.authType,
      })),
    ],
    destinations: listDestinations(invokeConfigs ?? [], deadLetterArn),
  }
}

function listDestinations(
  configs: NonNullable<Row['invokeConfigs']>,
  deadLetterArn: string | null,
): FunctionDetail['destinations'] {
  const destinations: FunctionDetail['destinations'] = []
  for (const { qualifier, onSuccess, onFailure } of configs) {
    const name = qualifierOf(qualifier)
    if (onSuccess !== null) destinations.push({ kind: 'on-success', arn: onSuccess, qualifier: name })
    if (onFailure !== null) destinations.push({ kind: 'on-failure', arn: onFailure, qualifier: name })
  }
  if (deadLetterArn !== null) destinations.push({ kind: 'dead-letter-queue', arn: deadLetterArn, qualifier: null })
  return destinations
}

function textsOnly(tags: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

function qualifierOf(stored: string): string | null {
  return stored === '' || stored === '$LATEST' ? null : stored
}
