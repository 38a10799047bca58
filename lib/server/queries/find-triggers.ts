import type { FunctionDetail } from '@/lib/contracts/function-detail'
import { type JsonObject, objectOf, textOf } from '@/lib/domain/json-value'

export type PolicyFacts = { qualifier: string; document: unknown }
export type MappingFacts = {
  qualifier: string
  eventSourceArn: string | null
  state: string | null
  configuration: unknown
}

type Trigger = FunctionDetail['triggers'][number]

const SERVICE_NAMES: Readonly<Record<string, string>> = {
  apigateway: 'API Gateway',
  s3: 'S3',
  events: 'EventBridge',
  sns: 'SNS',
  logs: 'CloudWatch Logs',
  'cognito-idp': 'Cognito',
  elasticloadbalancing: 'Load balancer',
  iot: 'IoT',
  config: 'Config',
  secretsmanager: 'Secrets Manager',
  ses: 'SES',
  lex: 'Lex',
  lexv2: 'Lex',
  cloudfront: 'CloudFront',
  scheduler: 'EventBridge Scheduler',
  sqs: 'SQS',
  kinesis: 'Kinesis',
  dynamodb: 'DynamoDB stream',
  kafka: 'MSK',
  mq: 'MQ',
  rds: 'DocumentDB',
}

/**
 * What calls a function, as far as AWS tells: services that a resource policy allows, and event source mappings.
 * Callers with a role of their own (Step Functions, Scheduler, Pipes) stand in neither.
 */
export function findTriggers(policies: readonly PolicyFacts[], mappings: readonly MappingFacts[]): Trigger[] {
  const allowed = policies.flatMap(({ qualifier, document }) =>
    statementsOf(document).flatMap((statement) => triggersOfStatement(statement, qualifier)),
  )
  return [...allowed, ...mappings.map(triggerOfMapping)]
}

function statementsOf(document: unknown): JsonObject[] {
  const statement = objectOf(document)?.Statement
  return (Array.isArray(statement) ? statement : [statement]).map(objectOf).filter((item) => item !== null)
}

function triggersOfStatement(statement: JsonObject, qualifier: string): Trigger[] {
  if (statement.Effect !== 'Allow') return []
  const place = { qualifier: qualifier === '' || qualifier === '$LATEST' ? null : qualifier, state: null }
  const sources = conditionValues(statement.Condition, 'aws:sourcearn')
  const services = textList(objectOf(statement.Principal)?.Service)
  const details: readonly (string | null)[] = sources.length === 0 ? [null] : sources
  return services.flatMap((service) => details.map((detail) => ({ source: serviceName(service), detail, ...place })))
}

function triggerOfMapping({ qualifier, eventSourceArn, state, configuration }: MappingFacts): Trigger {
  const place = { qualifier: qualifier === '' || qualifier === '$LATEST' ? null : qualifier, state }
  if (eventSourceArn !== null) {
    return { source: serviceName(eventSourceArn.split(':')[2] ?? ''), detail: eventSourceArn, ...place }
  }
  return { source: 'Kafka', detail: textList(objectOf(configuration)?.Topics).join(', ') || null, ...place }
}

/** Condition keys differ in case and stand under several operators. */
function conditionValues(condition: unknown, key: string): string[] {
  return Object.values(objectOf(condition) ?? {}).flatMap((operator) =>
    Object.entries(objectOf(operator) ?? {})
      .filter(([name]) => name.toLowerCase() === key)
      .flatMap(([, value]) => textList(value)),
  )
}

function textList(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(textOf).filter((text) => text !== null)
}

function serviceName(principal: string): string {
  const name = principal.split('.')[0] ?? principal
  return SERVICE_NAMES[name] ?? name
}
