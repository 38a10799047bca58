import { JsonCodec2, XmlCodec } from '@aws-sdk/core/protocols'
import { CborCodec } from '@smithy/core/cbor'
import type { Operation, ServiceName } from '@/simulator/wire/operation'
import type { ProtocolName } from '@/simulator/wire/route-request'
import type { ServiceError } from '@/simulator/wire/service-error'

export type WireAnswer = { status: number; headers: Record<string, string>; body: string | Uint8Array }

/** The bytes of a body without a copy; the SDK's own byte type warns when it is turned into text on the way. */
export function toBuffer(body: string | Uint8Array): Buffer {
  return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
}

const timestampFormat = { useTrait: true, default: 7 } as const
const rpcCodec = new JsonCodec2({ timestampFormat, jsonName: false })
const restCodec = new JsonCodec2({ timestampFormat, httpBindings: true, jsonName: true })
const cborCodec = new CborCodec()

const contentTypes: Record<ProtocolName, string> = {
  'json-1.0': 'application/x-amz-json-1.0',
  'json-1.1': 'application/x-amz-json-1.1',
  'rest-json': 'application/json',
  cbor: 'application/cbor',
  query: 'text/xml',
}

const xmlNamespaces: Partial<Record<ServiceName, string>> = {
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  cloudwatch: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
}

const errorNamespaces: Partial<Record<ServiceName, string>> = { cloudwatch: 'com.amazonaws.cloudwatch#' }

function baseHeaders(protocol: ProtocolName, requestId: string): Record<string, string> {
  return {
    'content-type': contentTypes[protocol],
    'x-amzn-requestid': requestId,
    ...(protocol === 'cbor' ? { 'smithy-protocol': 'rpc-v2-cbor' } : {}),
  }
}

function writeXml(operation: Operation, output: unknown, requestId: string): string {
  const xmlNamespace = xmlNamespaces[operation.service] ?? ''
  const codec = new XmlCodec({
    timestampFormat: { useTrait: true, default: 5 },
    xmlNamespace,
    serviceNamespace: '',
  })
  const serializer = codec.createSerializer()
  serializer.write(operation.output, output)
  const root = String(serializer.flush())
  // The serialiser names the root after the output shape; the query protocol wants <Op>Result inside <Op>Response.
  const inner = root
    .replace(/^<[^>]*?\/>$/, '')
    .replace(/^<[^>]*>/, '')
    .replace(/<\/[^>]*>$/, '')
  const { name } = operation
  return `<${name}Response xmlns="${xmlNamespace}"><${name}Result>${inner}</${name}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`
}

/** Writes an output by AWS's published schema in the protocol that the caller spoke. */
export function writeOutput(
  protocol: ProtocolName,
  operation: Operation,
  output: unknown,
  requestId: string,
): WireAnswer {
  const headers = baseHeaders(protocol, requestId)
  if (protocol === 'query') return { status: 200, headers, body: writeXml(operation, output, requestId) }
  const codec = protocol === 'cbor' ? cborCodec : protocol === 'rest-json' ? restCodec : rpcCodec
  const serializer = codec.createSerializer()
  serializer.write(operation.output, output)
  return { status: 200, headers, body: serializer.flush() }
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

function writeXmlError(service: ServiceName, error: ServiceError, requestId: string): string {
  const type = error.status >= 500 ? 'Receiver' : 'Sender'
  const code = error.details.queryCode ?? error.code
  return `<ErrorResponse xmlns="${xmlNamespaces[service] ?? ''}"><Error><Type>${type}</Type><Code>${code}</Code><Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`
}

/** Writes a refusal with the body, the error type header and the status that the service uses. */
export function writeError(
  protocol: ProtocolName,
  service: ServiceName,
  error: ServiceError,
  requestId: string,
): WireAnswer {
  const headers = { ...baseHeaders(protocol, requestId), ...error.details.headers }
  const { status, code, message } = error
  if (protocol === 'query') return { status, headers, body: writeXmlError(service, error, requestId) }
  if (protocol === 'rest-json') {
    // Lambda spells the member "Message", X-Ray as well; the type travels in the header alone.
    const body = JSON.stringify({ Message: message, ...error.details.members })
    return { status, headers: { ...headers, 'x-amzn-errortype': code }, body }
  }
  if (error.details.queryCode && service === 'cloudwatch') {
    headers['x-amzn-query-error'] = `${error.details.queryCode};${status >= 500 ? 'Receiver' : 'Sender'}`
  }
  const members = { __type: `${errorNamespaces[service] ?? ''}${code}`, message, ...error.details.members }
  if (protocol === 'cbor') {
    const serializer = cborCodec.createSerializer()
    serializer.write(15, members)
    return { status, headers, body: serializer.flush() }
  }
  return { status, headers: { ...headers, 'x-amzn-errortype': code }, body: JSON.stringify(members) }
}
