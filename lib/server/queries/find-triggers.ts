import type { FunctionDetail } from '@/lib/contracts/function-detail'
import { type JsonObject, objectOf, textOf } from '@/lib/domain/json-value'

export type PolicyFacts = { qualifier: string; document: unknown }
export type MappingFacts = {
  qualifier: string
  eventSourceArn: string | null
  state: string | null
  configuration: unknown
}

/** The policy lets every AWS principal in, and where it has no condition everybody. */
const ANYONE = 'Anyone'
const URL_CONDITIONS = ['lambda:functionurlauthtype', 'lambda:invokedviafunctionurl']

type Trigger = FunctionDetail['triggers'][number]

const SERVICE_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
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
  }),
)

/**
 * What calls a function, as far as AWS tells: whom a resource policy allows, and event source mappings. What lets a function
 * URL in is left out: the URL itself is told.
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
  if (URL_CONDITIONS.some((key) => conditionValues(statement.Condition, key).length > 0)) return []
  const limits = limitsOf(statement.Condition)
  const principal = objectOf(statement.Principal)
  const services = textList(principal?.Service).map(serviceName)
  const others = statement.Principal === '*' ? ['*'] : textList(principal?.AWS)
  const open = others.includes('*') ? [ANYONE] : []
  return [
    ...[...services, ...open].flatMap((source) => limits.map((detail) => ({ source, detail, ...place }))),
    ...others.filter((other) => other !== '*').map((detail) => ({ source: 'IAM', detail, ...place })),
  ]
}

/** Which of its resources a principal may call for, or of whose accounts; null: any. */
function limitsOf(condition: unknown): readonly (string | null)[] {
  const sources = conditionValues(condition, 'aws:sourcearn')
  if (sources.length > 0) return sources
  const accounts = ['aws:sourceaccount', 'aws:principalaccount'].flatMap((key) => conditionValues(condition, key))
  const organisations = conditionValues(condition, 'aws:principalorgid')
  const limits = [...accounts.map((id) => `account ${id}`), ...organisations.map((id) => `organization ${id}`)]
  return limits.length > 0 ? limits : [null]
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
  return (Array.isArray(value) ? value : [value])
    .map((one) => (typeof one === 'boolean' ? String(one) : textOf(one)))
    .filter((text) => text !== null)
}

function serviceName(principal: string): string {
  const name = principal.split('.')[0] ?? principal
  return SERVICE_NAMES.get(name) ?? name
}
