import { functionArn } from '@/simulator/fleet/control/configuration'
import { hexOf, uuidOf } from '@/simulator/fleet/control/runtime-facts'
import type { FunctionSpec, Trigger } from '@/simulator/fleet/specs/function-spec'
import type { FleetFunction } from '@/simulator/fleet/types'

/** The qualifier that event sources name: that of the function's main route. */
function routeOf(spec: FunctionSpec): string | undefined {
  return spec.routes[0]?.qualifier ?? undefined
}

/** Resource policies, one document a qualifier; queues and streams are mappings and have no statement. */
export function buildPolicies(spec: FunctionSpec): FleetFunction['policies'] {
  const qualifier = routeOf(spec)
  const resource = functionArn(spec, qualifier)
  const statements = spec.triggers.flatMap((trigger, index) => {
    const source = sourceOf(spec, trigger)
    if (!source) return []
    return [{ Sid: `allow-${trigger.kind}-${index}`, Effect: 'Allow', ...source, Resource: resource }]
  })
  if (statements.length === 0) return []
  return [{ qualifier: qualifier ?? null, document: { Version: '2012-10-17', Id: 'default', Statement: statements } }]
}

function sourceOf(spec: FunctionSpec, trigger: Trigger): Record<string, unknown> | null {
  const { region } = spec
  const invoked = (service: string, sourceArn: string) => ({
    Principal: { Service: service },
    Action: 'lambda:InvokeFunction',
    Condition: { ArnLike: { 'AWS:SourceArn': sourceArn } },
  })
  switch (trigger.kind) {
    case 'api': {
      const id = apiId(region, trigger.api)
      const arn = `arn:aws:execute-api:${region}:${spec.accountId}:${id}/*/${trigger.method}${trigger.path.replace(/\{\w+\}/g, '*')}`
      return invoked('apigateway.amazonaws.com', arn)
    }
    case 'sns':
      return invoked('sns.amazonaws.com', `arn:aws:sns:${region}:${spec.accountId}:${trigger.topic}`)
    case 'rule':
      return invoked(
        'events.amazonaws.com',
        `arn:aws:events:${region}:${spec.accountId}:rule/${trigger.bus}/${trigger.rule}`,
      )
    case 'schedule':
      return invoked('events.amazonaws.com', `arn:aws:events:${region}:${spec.accountId}:rule/${trigger.rule}`)
    case 's3':
      return {
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Condition: {
          StringEquals: { 'AWS:SourceAccount': spec.accountId },
          ArnLike: { 'AWS:SourceArn': `arn:aws:s3:::${trigger.bucket}` },
        },
      }
    case 'url':
      return {
        Principal: '*',
        Action: 'lambda:InvokeFunctionUrl',
        Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
      }
    case 'sqs':
    case 'stream':
      return null
  }
}

export function apiId(region: string, api: string): string {
  return hexOf(`${region} ${api}`, 10)
}

/** Event source mappings of queues and streams in AWS's field names; LastModified is a Date. */
export function buildMappings(spec: FunctionSpec, modifiedMs: number): Record<string, unknown>[] {
  return spec.triggers.flatMap((trigger): Record<string, unknown>[] => {
    if (trigger.kind !== 'sqs' && trigger.kind !== 'stream') return []
    const uuid = uuidOf(`${spec.region} ${spec.name} ${trigger.kind}`)
    const common = {
      UUID: uuid,
      EventSourceMappingArn: `arn:aws:lambda:${spec.region}:${spec.accountId}:event-source-mapping:${uuid}`,
      FunctionArn: functionArn(spec, routeOf(spec)),
      BatchSize: trigger.batchSize,
      MaximumBatchingWindowInSeconds: trigger.windowMs / 1000,
      State: 'Enabled',
      StateTransitionReason: 'USER_INITIATED',
      LastModified: new Date(modifiedMs),
      FunctionResponseTypes: [],
    }
    if (trigger.kind === 'sqs') {
      return [
        {
          ...common,
          EventSourceArn: `arn:aws:sqs:${spec.region}:${spec.accountId}:${trigger.queue}`,
          ScalingConfig: { MaximumConcurrency: 10 },
          ...(trigger.metrics === undefined ? {} : { MetricsConfig: { Metrics: trigger.metrics } }),
        },
      ]
    }
    const table = `arn:aws:dynamodb:${spec.region}:${spec.accountId}:table/${trigger.table}`
    return [
      {
        ...common,
        EventSourceArn: `${table}/stream/2026-01-12T08:15:30.123`,
        StartingPosition: 'LATEST',
        ParallelizationFactor: 1,
        MaximumRetryAttempts: 3,
        MaximumRecordAgeInSeconds: 3_600,
        BisectBatchOnFunctionError: false,
        LastProcessingResult: 'OK',
        DestinationConfig: { OnFailure: {} },
      },
    ]
  })
}

/** FunctionUrlConfig items; their times are strings at AWS. */
export function buildUrls(spec: FunctionSpec, modifiedMs: number): Record<string, unknown>[] {
  if (!spec.triggers.some((trigger) => trigger.kind === 'url')) return []
  const at = new Date(modifiedMs).toISOString()
  return [
    {
      FunctionUrl: `https://${hexOf(`${spec.region} ${spec.name} url`, 32)}.lambda-url.${spec.region}.on.aws/`,
      FunctionArn: functionArn(spec, routeOf(spec)),
      CreationTime: at,
      LastModifiedTime: at,
      AuthType: 'NONE',
      InvokeMode: 'BUFFERED',
    },
  ]
}
