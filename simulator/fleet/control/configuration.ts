import { hexOf, runtimeVersion, uuidOf } from '@/simulator/fleet/control/runtime-facts'
import { memoryOfVersion } from '@/simulator/fleet/model/function-state'
import type { FunctionSpec, Language } from '@/simulator/fleet/specs/function-spec'

const HANDLERS: Record<Language, string> = {
  node: 'index.handler',
  python: 'app.handler',
  java: 'shop.Handler::handleRequest',
  dotnet: 'Shop::Shop.Function::Handler',
  ruby: 'function.handler',
  go: 'bootstrap',
  rust: 'bootstrap',
}

export function functionArn(spec: FunctionSpec, qualifier?: string): string {
  const arn = `arn:aws:lambda:${spec.region}:${spec.accountId}:function:${spec.name}`
  return qualifier === undefined ? arn : `${arn}:${qualifier}`
}

/** FunctionConfiguration of one version as GetFunctionConfiguration answers it. */
export function buildConfiguration(spec: FunctionSpec, version: string, modifiedMs: number): Record<string, unknown> {
  const key = `${spec.region} ${spec.name} ${version}`
  const runtime = runtimeVersion(spec)
  return {
    FunctionName: spec.name,
    FunctionArn: version === '$LATEST' ? functionArn(spec) : functionArn(spec, version),
    ...(spec.runtime === null ? {} : { Runtime: spec.runtime, Handler: HANDLERS[spec.language] }),
    Role: `arn:aws:iam::${spec.accountId}:role/${spec.name}-role`,
    CodeSize: 40_000 + (Number.parseInt(hexOf(key, 6), 16) % 9_000_000),
    Description: `${spec.name} of the online shop`,
    Timeout: spec.timeoutS,
    MemorySize: memoryOfVersion(spec, version),
    LastModified: new Date(modifiedMs).toISOString().replace('Z', '+0000'),
    CodeSha256: Buffer.from(hexOf(`${key} code`, 64), 'hex').toString('base64'),
    Version: version,
    VpcConfig: spec.vpc
      ? vpcConfig(spec)
      : { SubnetIds: [], SecurityGroupIds: [], VpcId: '', Ipv6AllowedForDualStack: false },
    ...(spec.onFailure === 'dead-letter' ? { DeadLetterConfig: { TargetArn: deadLetterArn(spec) } } : {}),
    Environment: { Variables: environmentVariables(spec) },
    TracingConfig: { Mode: spec.tracing ? 'Active' : 'PassThrough' },
    RevisionId: uuidOf(`${key} ${modifiedMs}`),
    ...(spec.extension === null ? {} : { Layers: [{ Arn: layerArn(spec), CodeSize: 5_242_880 }] }),
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: spec.runtime === null ? 'Image' : 'Zip',
    Architectures: [spec.architecture],
    EphemeralStorage: { Size: 512 },
    SnapStart: {
      ApplyOn: spec.snapStart ? 'PublishedVersions' : 'None',
      OptimizationStatus: spec.snapStart && version !== '$LATEST' ? 'On' : 'Off',
    },
    ...(runtime === null ? {} : { RuntimeVersionConfig: { RuntimeVersionArn: runtime.arn } }),
    ...kindConfiguration(spec),
    LoggingConfig: {
      LogFormat: spec.format,
      ...(spec.format === 'JSON' ? { ApplicationLogLevel: 'INFO', SystemLogLevel: spec.systemLogLevel } : {}),
      LogGroup: spec.logGroup,
    },
  }
}

function kindConfiguration({ region, accountId, capacityProvider, durable }: FunctionSpec): Record<string, unknown> {
  const arn = `arn:aws:lambda:${region}:${accountId}:capacity-provider:${capacityProvider}`
  const managed = {
    LambdaManagedInstancesCapacityProviderConfig: {
      CapacityProviderArn: arn,
      PerExecutionEnvironmentMaxConcurrency: 16,
    },
  }
  return {
    ...(capacityProvider === null ? {} : { CapacityProviderConfig: managed }),
    ...(durable ? { DurableConfig: { RetentionPeriodInDays: 14, ExecutionTimeout: 86_400 } } : {}),
  }
}

function deadLetterArn(spec: FunctionSpec): string {
  return `arn:aws:sqs:${spec.region}:${spec.accountId}:${spec.name}-dlq`
}

function layerArn(spec: FunctionSpec): string {
  return `arn:aws:lambda:${spec.region}:${spec.accountId}:layer:${spec.extension}:7`
}

function vpcConfig(spec: FunctionSpec): Record<string, unknown> {
  return {
    SubnetIds: [`subnet-${hexOf(`${spec.region} a`, 17)}`, `subnet-${hexOf(`${spec.region} b`, 17)}`],
    SecurityGroupIds: [`sg-${hexOf(spec.name, 17)}`],
    VpcId: `vpc-${hexOf(spec.region, 17)}`,
    Ipv6AllowedForDualStack: false,
  }
}

function environmentVariables(spec: FunctionSpec): Record<string, string> {
  const tables = spec.steps.flatMap((step) => (step.kind === 'dynamodb' ? [step.table] : []))
  const hosts = spec.steps.flatMap((step) => (step.kind === 'http' ? [step.host] : []))
  return {
    STAGE: 'production',
    LOG_LEVEL: 'INFO',
    ...(tables[0] === undefined ? {} : { TABLE_NAME: tables[0] }),
    ...(hosts[0] === undefined ? {} : { API_BASE: `https://${hosts[0]}`, API_KEY: hexOf(`${spec.name} key`, 32) }),
    ...(spec.powertools ? { POWERTOOLS_SERVICE_NAME: spec.name, POWERTOOLS_METRICS_NAMESPACE: 'Shop' } : {}),
  }
}
