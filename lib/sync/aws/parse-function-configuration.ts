import { createHmac } from 'node:crypto'
import { storableText } from '@/lib/domain/storable-text'
import { intOf, jsonOf, numberOf, recordOf, recordsOf, textOf, textsOf, timeOf } from '@/lib/sync/aws/parse-values'

/** 132 bits. */
const HASH_DIGITS = 22

export type FunctionRecord = {
  arn: string
  name: string
  version: string
  runtime: string | null
  architecture: string | null
  packageType: string | null
  handler: string | null
  description: string | null
  memoryMb: number | null
  timeoutS: number | null
  ephemeralStorageMb: number | null
  codeSha256: string | null
  codeSize: number | null
  lastModifiedMs: number | null
  revisionId: string | null
  roleArn: string | null
  kmsKeyArn: string | null
  /** null where the call does not tell (listings never do). */
  state: string | null
  stateReason: string | null
  lastUpdateStatus: string | null
  tracingMode: string | null
  logFormat: string | null
  applicationLogLevel: string | null
  systemLogLevel: string | null
  logGroupName: string | null
  snapStart: string | null
  deadLetterArn: string | null
  /**
   * Of each environment variable a keyed hash of its value: tells that it changed, not what it is. Null where AWS could not
   * decrypt them, and nothing is known.
   */
  environment: Readonly<Record<string, string>> | null
  vpc: unknown
  layers: unknown
  modes: string[]
}

/**
 * Reads Lambda's FunctionConfiguration; null when it names no function. arn is that of the function, without a version.
 * The values of environment variables end here: only their names and hashes keyed with `hashKey` are returned.
 */
export function parseFunctionConfiguration(raw: unknown, hashKey: string): FunctionRecord | null {
  const fields = recordOf(raw)
  const name = textOf(fields?.FunctionName)
  const qualifiedArn = textOf(fields?.FunctionArn)
  if (fields === null || name === null || qualifiedArn === null) return null
  const logging = recordOf(fields.LoggingConfig)
  const arn = qualifiedArn.split(':').slice(0, 7).join(':')
  return {
    arn,
    name,
    version: textOf(fields.Version) ?? '$LATEST',
    runtime: textOf(fields.Runtime),
    architecture: textsOf(fields.Architectures)[0] ?? null,
    packageType: textOf(fields.PackageType),
    handler: textOf(fields.Handler),
    description: textOf(fields.Description),
    memoryMb: intOf(fields.MemorySize),
    timeoutS: intOf(fields.Timeout),
    ephemeralStorageMb: intOf(recordOf(fields.EphemeralStorage)?.Size),
    codeSha256: textOf(fields.CodeSha256),
    codeSize: numberOf(fields.CodeSize),
    lastModifiedMs: timeOf(fields.LastModified),
    revisionId: textOf(fields.RevisionId),
    roleArn: textOf(fields.Role),
    kmsKeyArn: textOf(fields.KMSKeyArn),
    state: textOf(fields.State),
    stateReason: textOf(fields.StateReason),
    lastUpdateStatus: textOf(fields.LastUpdateStatus),
    tracingMode: textOf(recordOf(fields.TracingConfig)?.Mode),
    logFormat: textOf(logging?.LogFormat),
    applicationLogLevel: textOf(logging?.ApplicationLogLevel),
    systemLogLevel: textOf(logging?.SystemLogLevel),
    logGroupName: textOf(logging?.LogGroup),
    snapStart: textOf(recordOf(fields.SnapStart)?.ApplyOn),
    deadLetterArn: textOf(recordOf(fields.DeadLetterConfig)?.TargetArn),
    environment: parseEnvironment(fields.Environment, { arn, hashKey }),
    vpc: parseVpc(fields.VpcConfig),
    layers: recordsOf(fields.Layers).map((layer) => ({ arn: textOf(layer.Arn), codeSize: numberOf(layer.CodeSize) })),
    modes: parseModes(fields),
  }
}

/** Function and name are part of what is hashed, so that equal values of two variables cannot be told to be equal. */
function parseEnvironment(
  raw: unknown,
  { arn, hashKey }: { arn: string; hashKey: string },
): FunctionRecord['environment'] {
  const environment = recordOf(raw)
  if (recordOf(environment?.Error) !== null) return null
  const hashOf = (name: string, value: unknown) =>
    createHmac('sha256', hashKey)
      .update(JSON.stringify([arn, name, value]))
      .digest('base64url')
      .slice(0, HASH_DIGITS)
  const variables = Object.entries(recordOf(environment?.Variables) ?? {})
  return Object.fromEntries(variables.map(([name, value]) => [storableText(name), hashOf(name, value)]))
}

function parseVpc(raw: unknown): unknown {
  const vpc = recordOf(raw)
  return textOf(vpc?.VpcId) === null ? null : jsonOf(vpc)
}

/** What makes a function run differently from an ordinary one, for badges. */
function parseModes(fields: Readonly<Record<string, unknown>>): string[] {
  const modes: string[] = []
  if (textOf(recordOf(fields.SnapStart)?.ApplyOn) === 'PublishedVersions') modes.push('snap-start')
  if (recordOf(recordOf(fields.CapacityProviderConfig)?.LambdaManagedInstancesCapacityProviderConfig)) {
    modes.push('managed-instances')
  }
  if (recordOf(fields.DurableConfig)) modes.push('durable')
  if (textOf(recordOf(fields.TenancyConfig)?.TenantIsolationMode)) modes.push('tenant-isolated')
  return modes
}
