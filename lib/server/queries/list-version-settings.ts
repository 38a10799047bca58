import type { VersionSettings } from '@/lib/domain/compare-versions'
import { type Db, selectRows } from '@/lib/server/db'

/** A published version or $LATEST as AWS describes it. */
export type VersionRow = VersionSettings & { version: string; publishedAtMs: number | null }

const SQL = `
  select version, (extract(epoch from published_at) * 1000)::float8 as "publishedAtMs", code_sha256 as "codeSha256",
         description, runtime, architecture, memory_mb as "memoryMb", timeout_s as "timeoutS", settings
    from function_version where function_id = $1 and gone_at is null and version <> '$LATEST'
  union all
  select '$LATEST', null, code_sha256, description, runtime, architecture, memory_mb, timeout_s,
         jsonb_build_object('handler', handler, 'packageType', package_type, 'roleArn', role_arn,
           'ephemeralStorageMb', ephemeral_storage_mb, 'kmsKeyArn', kms_key_arn, 'environment', environment, 'vpc', vpc,
           'layers', layers, 'tracingMode', tracing_mode, 'logFormat', log_format,
           'applicationLogLevel', application_log_level, 'systemLogLevel', system_log_level,
           'logGroupName', log_group_name, 'snapStart', snap_start, 'deadLetterArn', dead_letter_arn,
           'runsOn', case when 'managed-instances' = any(modes) then 'managed instances' end)
    from lambda_function where id = $1`

/** $LATEST, then the published versions of a function, newest first. */
export async function listVersionSettings(db: Db, functionId: number): Promise<VersionRow[]> {
  const rows = await selectRows<VersionRow>(db.pool, SQL, [functionId])
  return rows.sort((left, right) => orderOf(right.version) - orderOf(left.version))
}

function orderOf(version: string): number {
  return version === '$LATEST' ? Number.MAX_SAFE_INTEGER : Number(version)
}
