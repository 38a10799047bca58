import { JsonCodec2 } from '@aws-sdk/core/protocols'
import { CborCodec } from '@smithy/core/cbor'
import type { NormalizedSchema } from '@smithy/core/schema'
import { readQueryForm } from '@/simulator/wire/read-query-form'
import type { Route } from '@/simulator/wire/route-request'
import { ServiceError } from '@/simulator/wire/service-error'
import type { WireRequest } from '@/simulator/wire/wire-request'

// The settings of the SDK's own protocol classes, so that both ends read and write the same bytes.
const timestampFormat = { useTrait: true, default: 7 } as const
const rpcCodec = new JsonCodec2({ timestampFormat, jsonName: false })
const restCodec = new JsonCodec2({ timestampFormat, httpBindings: true, jsonName: true })
const cborCodec = new CborCodec()

export type OperationInput = Record<string, unknown>

async function readJson(codec: JsonCodec2, schema: NormalizedSchema, body: string): Promise<OperationInput> {
  try {
    const input: unknown = await codec.createDeserializer().read(schema, body === '' ? '{}' : body)
    return typeof input === 'object' && input !== null ? { ...input } : {}
  } catch (error) {
    throw new ServiceError('SerializationException', `The body could not be read: ${String(error)}`)
  }
}

function readScalar(schema: NormalizedSchema, text: string): unknown {
  if (schema.isNumericSchema()) {
    if (!/^-?\d+(\.\d+)?$/.test(text)) throw new ServiceError('SerializationException', `'${text}' is not a number`)
    return Number(text)
  }
  if (schema.isBooleanSchema()) return text === 'true'
  if (schema.isTimestampSchema()) return new Date(text)
  return text
}

async function readRest(request: WireRequest, route: Route): Promise<OperationInput> {
  const schema = route.operation.input
  const input = request.body === '' ? {} : await readJson(restCodec, route.operation.input, request.body)
  if (!schema.isStructSchema()) return input
  for (const [name, member] of schema.structIterator()) {
    const traits = member.getMergedTraits()
    if (traits.httpLabel) input[name] = route.labels[name]
    if (traits.httpHeader) input[name] = request.headers[traits.httpHeader.toLowerCase()]
    if (!traits.httpQuery) continue
    const values = request.query.getAll(traits.httpQuery)
    if (values.length === 0) continue
    input[name] = member.isListSchema()
      ? values.map((value) => readScalar(member.getValueSchema(), value))
      : readScalar(member, values[0] ?? '')
  }
  return input
}

/** Reads the input of an operation by AWS's published schema; throws SerializationException when it cannot. */
export async function readInput(request: WireRequest, route: Route): Promise<OperationInput> {
  switch (route.protocol) {
    case 'json-1.0':
    case 'json-1.1':
      return readJson(rpcCodec, route.operation.input, request.body)
    case 'rest-json':
      return readRest(request, route)
    case 'cbor': {
      const input: unknown = await cborCodec.createDeserializer().read(route.operation.input, request.bytes)
      return typeof input === 'object' && input !== null ? { ...input } : {}
    }
    case 'query': {
      const form = new URLSearchParams(request.body)
      for (const [name, value] of request.query) form.append(name, value)
      return readQueryForm(route.operation.input, form)
    }
  }
}
