import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { classifyError } from '@/lib/sync/aws/classify-error'

type Answer = { status: number; type?: string; headers?: Record<string, string>; body: string }

const JSON_TYPE = 'application/x-amz-json-1.1'
const HTML = '<!DOCTYPE html><html><body><h1>Not here</h1></body></html>'
let server: Server
let answer: Answer | 'reset' = { status: 200, body: '{}' }
let lambda: LambdaClient
let logs: CloudWatchLogsClient

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      if (answer === 'reset') return void request.socket.destroy()
      response.writeHead(answer.status, { 'content-type': answer.type ?? JSON_TYPE, ...answer.headers })
      response.end(answer.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const options = { endpoint, credentials, region: 'eu-west-1', maxAttempts: 1 }
  lambda = new LambdaClient(options)
  logs = new CloudWatchLogsClient(options)
})

afterAll(() => {
  lambda.destroy()
  logs.destroy()
  server.close()
})

async function failureOf(given: typeof answer, service: 'lambda' | 'logs' = 'logs') {
  answer = given
  try {
    if (service === 'lambda') await lambda.send(new GetFunctionCommand({ FunctionName: 'orders' }))
    else await logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/orders' }))
  } catch (error) {
    return classifyError(error)
  }
  throw new Error('The call was answered')
}

const json = (status: number, name: string, message = 'why'): Answer => ({
  status,
  headers: { 'x-amzn-errortype': name },
  body: JSON.stringify({ __type: name, message }),
})

describe('classifyError, over what the SDK makes of real answers', () => {
  it.each<[string, Answer | 'reset', string]>([
    ['a throttled read of logs', json(400, 'ThrottlingException'), 'throttled'],
    ['a throttled control call', json(429, 'TooManyRequestsException'), 'throttled'],
    ["X-Ray's own name for it", json(429, 'ThrottledException'), 'throttled'],
    ['a throttle that only the status tells', { status: 429, body: '' }, 'throttled'],
    ['a missing permission', json(403, 'AccessDeniedException'), 'denied'],
    ['a missing permission as 400', json(400, 'AccessDeniedException'), 'denied'],
    [
      'a 403 with an XML body',
      { status: 403, type: 'text/xml', body: '<Error><Code>AccessDenied</Code></Error>' },
      'denied',
    ],
    ['an expired token', json(400, 'ExpiredTokenException'), 'credentials'],
    ['unknown credentials', json(400, 'UnrecognizedClientException'), 'credentials'],
    ['an absent log group', json(400, 'ResourceNotFoundException'), 'gone'],
    ['HTML 404', { status: 404, type: 'text/html', body: HTML }, 'unavailable'],
    ['HTML 500', { status: 500, type: 'text/html', body: HTML }, 'unavailable'],
    ['HTML 200', { status: 200, type: 'text/html', body: HTML }, 'unavailable'],
    ['a truncated body', { status: 200, body: '{"events":[{"eventId":"1' }, 'unreachable'],
    ['a body that ends between two members', { status: 200, body: '{"events":[],' }, 'unreachable'],
    ['an unknown operation', json(400, 'UnknownOperationException'), 'unavailable'],
    ['not implemented', json(501, 'InternalFailure'), 'unavailable'],
    ['a service that failed', json(500, 'InternalServerError'), 'other'],
    ['a gateway without a service', { status: 503, body: '' }, 'unreachable'],
    ['a wrong parameter', json(400, 'InvalidParameterException', 'endTime before startTime'), 'other'],
    ['a connection that breaks', 'reset', 'unreachable'],
  ])('%s is %s', async (_name, given, kind) => {
    const failure = await failureOf(given)
    expect(failure.kind).toBe(kind)
    expect(failure.detail).not.toMatch(/JSON|token|Unexpected|DOCTYPE|\$response/)
  })

  it('an absent function is gone, an unknown path is not available', async () => {
    expect((await failureOf(json(404, 'ResourceNotFoundException'), 'lambda')).kind).toBe('gone')
    expect((await failureOf({ status: 404, type: 'text/html', body: HTML }, 'lambda')).kind).toBe('unavailable')
  })

  it('a refused connection is unreachable', async () => {
    const nobody = new LambdaClient({
      endpoint: 'http://127.0.0.1:1',
      region: 'eu-west-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
    const error = await nobody
      .send(new GetFunctionCommand({ FunctionName: 'orders' }))
      .catch((thrown: unknown) => thrown)
    expect(classifyError(error).kind).toBe('unreachable')
  })

  it("keeps AWS's own words for what it modelled", async () => {
    const { detail } = await failureOf(json(400, 'InvalidParameterException', 'endTime before startTime'))
    expect(detail).toBe('InvalidParameterException: endTime before startTime')
  })
})
