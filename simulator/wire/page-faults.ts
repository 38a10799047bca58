import type { CallFault } from '@/simulator/wire/fault-rules'
import type { Operation } from '@/simulator/wire/operation'
import type { OperationInput } from '@/simulator/wire/read-input'
import type { WireRequest } from '@/simulator/wire/wire-request'

/** Names of the members by which an operation pages. */
type Paging = { list: string; sent: string; next: string }

const lambdaPaging = (list: string): Paging => ({ list, sent: 'Marker', next: 'NextMarker' })
const logsPaging = (list: string): Paging => ({ list, sent: 'nextToken', next: 'nextToken' })
const plainPaging = (list: string): Paging => ({ list, sent: 'NextToken', next: 'NextToken' })

const pagings: Readonly<Record<string, Paging>> = {
  ListFunctions: lambdaPaging('Functions'),
  ListVersionsByFunction: lambdaPaging('Versions'),
  ListAliases: lambdaPaging('Aliases'),
  ListEventSourceMappings: lambdaPaging('EventSourceMappings'),
  ListFunctionEventInvokeConfigs: lambdaPaging('FunctionEventInvokeConfigs'),
  ListFunctionUrlConfigs: lambdaPaging('FunctionUrlConfigs'),
  ListProvisionedConcurrencyConfigs: lambdaPaging('ProvisionedConcurrencyConfigs'),
  FilterLogEvents: logsPaging('events'),
  DescribeLogGroups: logsPaging('logGroups'),
  DescribeLogStreams: logsPaging('logStreams'),
  ListMetrics: plainPaging('Metrics'),
  GetMetricData: plainPaging('MetricDataResults'),
  GetTraceSummaries: plainPaging('TraceSummaries'),
  BatchGetTraces: plainPaging('Traces'),
}

const again = /^(?:again|billed)\.\d+\.(.*)$/s

/** Whether a request carries a page token. */
export function carriesPageToken(request: WireRequest): boolean {
  return request.query.has('Marker') || /"[nN]extToken"\s*:\s*"/.test(request.body)
}

/** The input with the token that a page fault had packed into another. */
function unpackPageToken(paging: Paging, input: OperationInput): OperationInput {
  const token = input[paging.sent]
  const packed = typeof token === 'string' ? again.exec(token) : null
  return packed === null ? input : { ...input, [paging.sent]: packed[1] === '' ? undefined : packed[1] }
}

/** Whether a call with this token bills nothing more: metrics are billed when they are asked, traces when they first come. */
export function isPaidFor({ name }: Operation, { NextToken: token }: OperationInput): boolean {
  if (typeof token !== 'string') return false
  return name === 'GetMetricData' || (name === 'BatchGetTraces' && token.startsWith('billed.'))
}

/**
 * What a page fault makes of the answer to `input`: empty-page and repeat-page answer with a token that leads to the same
 * place again, same-token with the one that was sent. Operations without pages answer as always.
 */
export function answerPage(
  call: { operation: Operation; input: OperationInput; fault: CallFault | null; serial: number },
  handle: (input: OperationInput) => object,
): object {
  const { operation, fault, serial } = call
  const paging = pagings[operation.name]
  if (paging === undefined) return handle(call.input)
  const input = unpackPageToken(paging, call.input)
  const answer = () => handle(input)
  const sent = input[paging.sent]
  const token = `${serial}.${typeof sent === 'string' ? sent : ''}`
  switch (fault) {
    case 'empty-page':
      if (operation.name === 'GetMetricData') answer()
      return { [paging.list]: [], [paging.next]: `${isPaidFor(operation, call.input) ? 'billed' : 'again'}.${token}` }
    case 'repeat-page':
      return { ...answer(), [paging.next]: `billed.${token}` }
    case 'same-token':
      return { ...answer(), [paging.next]: call.input[paging.sent] }
    default:
      return answer()
  }
}
