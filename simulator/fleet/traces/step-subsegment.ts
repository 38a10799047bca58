import { hexOf } from '@/simulator/fleet/control/runtime-facts'
import { rollSubject } from '@/simulator/fleet/logs/stories'
import { thrownError } from '@/simulator/fleet/model/error-catalog'
import type { Call, CallTrace, StepRun } from '@/simulator/fleet/model/state'
import { Random } from '@/simulator/fleet/random'
import type { Step } from '@/simulator/fleet/specs/function-spec'
import { awsRequestId, type Document, messageId, span } from '@/simulator/fleet/traces/segment-parts'

/** The subsegment that the X-Ray SDK writes for one step of a handler. */
export function stepSubsegment(call: Call, trace: CallTrace, run: StepRun): Document {
  return {
    id: run.id,
    ...span(run.startMs, run.endMs),
    ...stepFacts(call, run),
    ...flagsOf(run),
    ...causeOf(call, trace, run),
  }
}

/** The segment that X-Ray infers for a service that sends none; null where a real one follows. */
export function inferredSegment(call: Call, trace: CallTrace, run: StepRun): Document | null {
  const target = inferredTarget(run.step)
  if (run.continued || !target) return null
  const { namespace: _, name: __, ...facts } = stepFacts(call, run)
  return {
    id: run.inferredId,
    trace_id: trace.record.traceId,
    parent_id: run.id,
    inferred: true,
    ...target,
    ...span(run.startMs, run.endMs),
    ...facts,
    ...flagsOf(run),
  }
}

function flagsOf(run: StepRun): Document {
  switch (run.outcome) {
    case 'ok':
      return {}
    case 'error':
      return { error: true }
    case 'throttle':
      return { error: true, throttle: true }
    case 'fault':
    case 'cut':
      return { fault: true }
  }
}

function httpStatus(run: StepRun): number {
  if (run.outcome === 'fault' && run.step.kind !== 'lambda') return 503
  if (run.outcome === 'error') return 400
  return run.outcome === 'throttle' ? 429 : run.step.kind === 'lambda' && run.step.asynchronous ? 202 : 200
}

/** The exception is recorded where it was first seen; a step that the handler failed at carries the handler's. */
function causeOf(call: Call, trace: CallTrace, run: StepRun): Document {
  if (run.outcome !== 'fault' && run.outcome !== 'error') return {}
  if (run.step.kind === 'lambda') return {}
  const thrown = call.failure === 'error' && trace.steps.at(-1) === run
  const error = thrownError(call.fn.spec.language, call.errorIndex)
  const exception = thrown
    ? { id: trace.exceptionId, message: error.message, type: error.type, remote: true, stack: [frame(error.place)] }
    : { id: hexOf(`${run.id} exception`, 16), message: `Status ${httpStatus(run)}`, type: 'RemoteError', remote: true }
  return { cause: { working_directory: '/var/task', exceptions: [exception] } }
}

/** A catalogue place as a stack frame. */
export function frame(place: string): Document {
  const [path = place, line = '1', label = 'handler'] = place.split(':')
  return { path, line: Number.parseInt(line, 10) || 1, label }
}

/** Names and details by kind of step, as the SDK fills them in. */
function stepFacts(call: Call, run: StepRun): Document {
  const { step } = run
  const { region, accountId } = call.fn.spec
  const response = { response: { status: httpStatus(run), content_length: 85 } }
  const aws = (name: string, operation: string, more: Document) => ({
    name,
    namespace: 'aws',
    ...(run.outcome === 'cut' ? {} : { http: response }),
    aws: { operation, region, request_id: awsRequestId(run.id), retries: 0, ...more },
  })
  switch (step.kind) {
    case 'dynamodb':
      return aws('DynamoDB', step.operation, { table_name: step.table, resource_names: [step.table] })
    case 's3': {
      const key = `${step.operation === 'PutObject' ? 'out' : 'in'}/${run.id}`
      const id2 = hexOf(`${run.id} host`, 40)
      return aws('S3', step.operation, { bucket_name: step.bucket, key, id_2: id2, resource_names: [step.bucket] })
    }
    case 'sqs':
      return aws('SQS', 'SendMessage', {
        queue_url: `https://sqs.${region}.amazonaws.com/${accountId}/${step.queue}`,
        ...(run.outcome === 'ok' ? { message_id: messageId(run.id) } : {}),
      })
    case 'sns':
      return aws('SNS', 'Publish', { topic_arn: `arn:aws:sns:${region}:${accountId}:${step.topic}` })
    case 'events':
      return aws('Events', 'PutEvents', { event_bus_name: step.bus })
    case 'secret':
      return aws('Secrets Manager', 'GetSecretValue', { secret_id: step.secret })
    case 'lambda': {
      const invocationType = step.asynchronous ? 'Event' : 'RequestResponse'
      return aws('Lambda', 'Invoke', { function_name: step.functionName, invocation_type: invocationType })
    }
    case 'http': {
      const request = { url: `https://${step.host}${step.path}`, method: step.method }
      return {
        name: step.host,
        namespace: 'remote',
        http: run.outcome === 'cut' ? { request } : { request, ...response },
      }
    }
    case 'sql':
      return {
        name: `${step.database}@db.shop.internal`,
        namespace: 'remote',
        sql: {
          url: `jdbc:postgresql://db.shop.internal:5432/${step.database}`,
          sanitized_query: step.query,
          database_type: 'PostgreSQL',
          database_version: '16.4',
          driver_version: '42.7.4',
          user: `${step.database}_app`,
          preparation: 'statement',
        },
      }
    case 'local':
      return { name: step.name, ...localFacts(call) }
  }
}

/** The handler's own subsegment is annotated with what the log lines are about. */
function localFacts(call: Call): Document {
  const subject = rollSubject(new Random(call.fn.worldSeed, call.fn.seedWord, call.serial, 5))
  return {
    annotations: { orderId: subject.orderId, items: subject.items, express: subject.items < 3 },
    metadata: { order: { customerId: subject.customerId, total: subject.amount, lines: [{ sku: subject.sku }] } },
  }
}

function inferredTarget(step: Step): { name: string; origin?: string } | null {
  switch (step.kind) {
    case 'dynamodb':
      return { name: step.table, origin: 'AWS::DynamoDB::Table' }
    case 's3':
      return { name: step.bucket, origin: 'AWS::S3::Bucket' }
    case 'sqs':
      return { name: step.queue, origin: 'AWS::SQS::Queue' }
    case 'sns':
      return { name: step.topic, origin: 'AWS::SNS' }
    case 'events':
      return { name: 'Events', origin: 'AWS::Events' }
    case 'secret':
      return { name: 'Secrets Manager', origin: 'AWS::SecretsManager' }
    case 'lambda':
      return { name: step.functionName, origin: 'AWS::Lambda' }
    case 'sql':
      return { name: `${step.database}@db.shop.internal`, origin: 'Database::SQL' }
    case 'http':
      return { name: step.host }
    case 'local':
      return null
  }
}
