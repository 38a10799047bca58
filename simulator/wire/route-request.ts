import { findOperation, matchRestOperation, type Operation, type ServiceName } from '@/simulator/wire/operation'
import { ServiceError } from '@/simulator/wire/service-error'
import { readCredentialScope, type WireRequest } from '@/simulator/wire/wire-request'

export type ProtocolName = 'json-1.0' | 'json-1.1' | 'rest-json' | 'cbor' | 'query'

export type Route = {
  protocol: ProtocolName
  service: ServiceName
  operation: Operation
  labels: Record<string, string>
}

/** Answers for a request whose operation is not known still need a protocol to be written in. */
export class UnknownRoute extends ServiceError {
  readonly protocol: ProtocolName
  readonly service: ServiceName

  constructor(protocol: ProtocolName, service: ServiceName, message: string) {
    super(
      protocol === 'query' ? 'InvalidAction' : 'UnknownOperationException',
      message,
      protocol === 'rest-json' ? 404 : 400,
    )
    this.protocol = protocol
    this.service = service
  }
}

const targetPrefixes: Record<string, { service: ServiceName; protocol: ProtocolName }> = {
  Logs_20140328: { service: 'logs', protocol: 'json-1.1' },
  GraniteServiceVersion20100801: { service: 'cloudwatch', protocol: 'json-1.0' },
}

const queryVersions: Record<string, ServiceName> = { '2011-06-15': 'sts', '2010-08-01': 'cloudwatch' }

function routeNamed(protocol: ProtocolName, service: ServiceName, name: string): Route {
  const operation = findOperation(service, name)
  if (!operation) throw new UnknownRoute(protocol, service, `The operation ${name} is not known`)
  return { protocol, service, operation, labels: {} }
}

/**
 * Finds service, protocol and operation as AWS's front ends do: RPC v2 CBOR by its header and path, JSON by
 * `X-Amz-Target`, query by the `Action` of the form, everything else by method and path of the REST model.
 */
export function routeRequest(request: WireRequest): Route {
  if (request.headers['smithy-protocol'] === 'rpc-v2-cbor') {
    const match = /^\/service\/GraniteServiceVersion20100801\/operation\/(\w+)$/.exec(request.path)
    if (!match?.[1]) throw new UnknownRoute('cbor', 'cloudwatch', `Unknown RPC path ${request.path}`)
    return routeNamed('cbor', 'cloudwatch', match[1])
  }
  const target = request.headers['x-amz-target']
  if (target) {
    const [prefix = '', name = ''] = target.split('.')
    const known = targetPrefixes[prefix]
    if (!known) throw new UnknownRoute('json-1.1', 'logs', `Unknown target ${target}`)
    return routeNamed(known.protocol, known.service, name)
  }
  if (request.path === '/') {
    const form = new URLSearchParams(request.body)
    const action = form.get('Action') ?? request.query.get('Action')
    const version = form.get('Version') ?? request.query.get('Version') ?? ''
    const service =
      queryVersions[version] ?? (readCredentialScope(request)?.service === 'monitoring' ? 'cloudwatch' : 'sts')
    return routeNamed('query', service, action ?? '')
  }
  const rest = matchRestOperation(request.method, request.path, request.query)
  if (rest) return { protocol: 'rest-json', service: rest.operation.service, ...rest }
  const service = readCredentialScope(request)?.service === 'xray' ? 'xray' : 'lambda'
  throw new UnknownRoute('rest-json', service, `No operation answers ${request.method} ${request.path}`)
}
