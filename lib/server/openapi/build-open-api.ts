import * as z from 'zod/mini'
import { ErrorResponse } from '@/lib/contracts/error'
import { API_ROUTES, type ApiRoute } from '@/lib/server/api-routes'

type AnyRoute = ApiRoute<z.ZodMiniType, z.ZodMiniType, z.ZodMiniType>
type JsonSchema = Record<string, unknown>

/** The OpenAPI 3.1 description of the JSON API, written from the schemas that its handlers validate with. */
export function buildOpenApi(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [operationId, route] of Object.entries<AnyRoute>(API_ROUTES)) {
    const path = paths[route.path] ?? {}
    path[route.method.toLowerCase()] = describeOperation(operationId, route)
    paths[route.path] = path
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lambdascope',
      version: '1',
      description:
        'Times in and out are epoch milliseconds, windows hold from and leave out to. A value that is not known is null, never 0.',
    },
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'lambdascope.session_token' },
      },
      schemas: { Error: schemaOf(ErrorResponse) },
    },
  }
}

function describeOperation(operationId: string, route: AnyRoute): Record<string, unknown> {
  const body = route.body._zod.def.type === 'undefined' ? null : schemaOf(route.body)
  return {
    operationId,
    summary: route.summary,
    ...(route.role === null ? { security: [] } : { description: `Needs the role ${route.role}.` }),
    parameters: [...pathParameters(route.path), ...queryParameters(route.query)],
    ...(body === null ? {} : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      200: { description: 'The answer', content: { 'application/json': { schema: schemaOf(route.answer) } } },
      default: {
        description: 'An error; message says what to do',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  }
}

function pathParameters(path: string): JsonSchema[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameters(query: z.ZodMiniType): JsonSchema[] {
  const { properties = {}, required = [] } = schemaOf(query) as { properties?: JsonSchema; required?: string[] }
  const optional = new Set(
    Object.entries(properties)
      .filter(([, schema]) => hasDefault(schema))
      .map(([name]) => name),
  )
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name) && !optional.has(name),
    schema,
  }))
}

function hasDefault(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && 'default' in schema
}

function schemaOf(schema: z.ZodMiniType): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' })
  return json
}
