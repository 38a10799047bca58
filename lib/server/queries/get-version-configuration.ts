import type { ConfigurationResponse } from '@/lib/contracts/configuration'
import { numberOf, objectOf, textOf, textsOf } from '@/lib/domain/json-value'
import type { Db } from '@/lib/server/db'
import { checkQualifier } from '@/lib/server/queries/check-qualifier'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { listQualifiers } from '@/lib/server/queries/list-qualifiers'
import { listVersionSettings, type VersionRow } from '@/lib/server/queries/list-version-settings'

/** What each version of a function has of its own. */
export type VersionConfiguration = Omit<
  ConfigurationResponse,
  | 'of'
  | 'logRetentionDays'
  | 'isKeptForEver'
  | 'recursiveLoop'
  | 'scaling'
  | 'urls'
  | 'seenAtMs'
  | 'findings'
  | 'settingsRead'
  | 'refusals'
>

/**
 * Which version's settings are those of a qualifier, and what they are: null where they are the function's own, which are
 * those of $LATEST. Of an alias with weights those of its first version. Throws NOT_FOUND for an unknown qualifier.
 */
export async function getVersionConfiguration(
  db: Db,
  identity: FunctionIdentity,
  qualifier: string | undefined,
): Promise<{ of: ConfigurationResponse['of']; configuration: VersionConfiguration | null }> {
  if (qualifier === undefined || qualifier === '$LATEST') {
    return { of: { version: '$LATEST', weights: null, isKnown: true }, configuration: null }
  }
  const [qualifiers, versions] = await Promise.all([
    listQualifiers(db, identity.id),
    listVersionSettings(db, identity.id),
    checkQualifier(db, identity, qualifier),
  ])
  const found = qualifiers.find((one) => one.qualifier === qualifier)
  const version = found?.version ?? qualifier
  const weights = found?.weights ?? null
  if (version === '$LATEST') return { of: { version, weights, isKnown: true }, configuration: null }
  const row = versions.find((one) => one.version === version)
  const isKnown = row !== undefined && row.settings !== null
  return { of: { version, weights, isKnown }, configuration: describeVersion(row, identity.logGroupName) }
}

function describeVersion(row: VersionRow | undefined, groupOfFunction: string): VersionConfiguration {
  const settings = row?.settings ?? {}
  const environment = objectOf(settings.environment)
  return {
    ...{ codeSha256: row?.codeSha256 ?? null, description: row?.description ?? null },
    ...{ runtime: row?.runtime ?? null, architecture: row?.architecture ?? null },
    ...{ memoryMb: row?.memoryMb ?? null, timeoutS: row?.timeoutS ?? null },
    // A version cannot be changed once it is published.
    lastModifiedAtMs: row?.publishedAtMs ?? null,
    // AWS's listing of versions does not tell them.
    ...{ codeSizeBytes: null, state: null, stateReason: null, lastUpdateStatus: null },
    ...{ updateRuntimeOn: null, runtimeVersionArn: null },
    handler: textOf(settings.handler),
    packageType: textOf(settings.packageType),
    ephemeralStorageMb: numberOf(settings.ephemeralStorageMb),
    snapStart: textOf(settings.snapStart),
    roleArn: textOf(settings.roleArn),
    kmsKeyArn: textOf(settings.kmsKeyArn),
    environmentNames: environment === null ? null : Object.keys(environment).sort(),
    vpc: vpcOf(settings.vpc),
    layers: layersOf(settings.layers),
    logFormat: textOf(settings.logFormat),
    applicationLogLevel: textOf(settings.applicationLogLevel),
    systemLogLevel: textOf(settings.systemLogLevel),
    logGroupName: textOf(settings.logGroupName) ?? groupOfFunction,
    tracingMode: textOf(settings.tracingMode),
  }
}

/** What is stored of a VPC is as AWS describes it. */
export function vpcOf(stored: unknown): ConfigurationResponse['vpc'] {
  const vpc = objectOf(stored)
  const vpcId = textOf(vpc?.VpcId)
  if (vpcId === null) return null
  return { vpcId, subnetIds: textsOf(vpc?.SubnetIds), securityGroupIds: textsOf(vpc?.SecurityGroupIds) }
}

/** The stored layers in the order in which they are put together. */
export function layersOf(stored: unknown): ConfigurationResponse['layers'] {
  if (!Array.isArray(stored)) return []
  return stored.flatMap((one: unknown) => {
    const layer = objectOf(one)
    const arn = textOf(layer?.arn)
    return arn === null ? [] : [{ arn, codeSizeBytes: numberOf(layer?.codeSize) }]
  })
}
