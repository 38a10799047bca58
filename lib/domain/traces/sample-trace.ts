import type { JsonObject } from '@/lib/domain/json-value'

const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:orders-api:live'
export const REQUEST_ID = '63ea79ab-1c2d-4e3f-8a9b-0123456789ab'
export const SAMPLE_TRACE_ID = '1-6a507b87-0cc4438344b48ef127ab1931'

/** Seconds since the epoch for a millisecond of the sample trace. */
export const at = (ms: number) => 1_764_000_000 + ms / 1000

/** Test data: API Gateway → orders-api → a slow DynamoDB PutItem and an SQS message, in the shape X-Ray returns. */
export function sampleTrace(): JsonObject[] {
  const http = (status: number) => ({ response: { status } })
  return [
    {
      id: 'a000000000000001',
      name: 'shop/Prod',
      origin: 'AWS::ApiGateway::Stage',
      trace_id: SAMPLE_TRACE_ID,
      start_time: at(0),
      end_time: at(2500),
      http: { request: { method: 'POST', url: 'https://x/Prod/orders' }, response: { status: 200 } },
      annotations: { 'aws:api_stage': 'Prod' },
      subsegments: [
        {
          id: 'a000000000000002',
          name: 'Lambda',
          namespace: 'aws',
          start_time: at(5),
          end_time: at(2490),
          http: http(200),
          aws: { function_name: 'orders-api', operation: 'Invoke' },
        },
      ],
    },
    {
      id: 'b000000000000001',
      name: 'orders-api',
      origin: 'AWS::Lambda',
      parent_id: 'a000000000000002',
      resource_arn: FUNCTION_ARN,
      start_time: at(10),
      end_time: at(2480),
      http: http(200),
      aws: { request_id: REQUEST_ID },
    },
    {
      id: 'c000000000000001',
      name: 'orders-api',
      origin: 'AWS::Lambda::Function',
      parent_id: 'b000000000000001',
      start_time: at(300),
      end_time: at(2470),
      aws: { account_id: '111122223333', function_arn: FUNCTION_ARN },
      subsegments: [
        { id: 'c000000000000002', name: 'Initialization', start_time: at(20), end_time: at(290) },
        {
          id: 'c000000000000003',
          name: 'Invocation',
          start_time: at(300),
          end_time: at(2460),
          subsegments: [
            {
              id: 'c000000000000004',
              name: 'DynamoDB',
              namespace: 'aws',
              start_time: at(310),
              end_time: at(2300),
              aws: { operation: 'PutItem', table_name: 'orders', region: 'eu-west-1' },
            },
            {
              id: 'c000000000000005',
              name: 'SQS',
              namespace: 'aws',
              start_time: at(2310),
              end_time: at(2330),
              error: true,
              throttle: true,
              aws: { operation: 'SendMessage', queue_url: 'https://sqs.eu-west-1.amazonaws.com/111122223333/emails' },
            },
            { id: 'c000000000000006', name: 'compute total', start_time: at(2340), end_time: at(2350) },
          ],
        },
      ],
    },
    {
      id: 'd000000000000001',
      name: 'orders',
      origin: 'AWS::DynamoDB::Table',
      inferred: true,
      parent_id: 'c000000000000004',
      start_time: at(310),
      end_time: at(2300),
      aws: { operation: 'PutItem', table_name: 'orders' },
    },
  ]
}

/** A consumer of the sample's queue: a trace of its own, linked to the call that sent the message. */
export function sampleConsumer(): JsonObject[] {
  return [
    {
      id: 'e000000000000001',
      name: 'email-sender',
      origin: 'AWS::Lambda',
      start_time: at(2430),
      end_time: at(2600),
      resource_arn: 'arn:aws:lambda:eu-west-1:111122223333:function:email-sender',
      links: [{ trace_id: SAMPLE_TRACE_ID, id: 'c000000000000005' }],
    },
  ]
}
