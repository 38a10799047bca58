import * as cloudwatchModel from '@aws-sdk/client-cloudwatch'
import * as logsModel from '@aws-sdk/client-cloudwatch-logs'
import * as lambdaModel from '@aws-sdk/client-lambda'
import * as stsModel from '@aws-sdk/client-sts'
import * as xrayModel from '@aws-sdk/client-xray'
import { NormalizedSchema } from '@smithy/core/schema'
import type { StaticOperationSchema } from '@smithy/types'

export type ServiceName = 'lambda' | 'logs' | 'cloudwatch' | 'xray' | 'sts'

/** One operation of AWS's published model; `http` is set for the REST services only. */
export type Operation = {
  service: ServiceName
  name: string
  input: NormalizedSchema
  output: NormalizedSchema
  http: { method: string; pattern: RegExp; labels: readonly string[]; query: URLSearchParams } | null
}

const models: Record<ServiceName, object> = {
  lambda: lambdaModel,
  logs: logsModel,
  cloudwatch: cloudwatchModel,
  xray: xrayModel,
  sts: stsModel,
}

/** Operation schemas are the only exports of a client whose first element is 9 (smithy's id of an operation). */
function isOperationSchema(value: unknown): value is StaticOperationSchema {
  return Array.isArray(value) && value[0] === 9
}

function readHttpTrait(schema: StaticOperationSchema): Operation['http'] {
  const traits: unknown = schema[3]
  if (typeof traits !== 'object' || traits === null || !('http' in traits) || !Array.isArray(traits.http)) return null
  const [method, template] = traits.http
  if (typeof method !== 'string' || typeof template !== 'string') return null
  const labels: string[] = []
  const [path = '', query = ''] = template.split('?')
  const source = path.replace(/\{([^}+]+)\+?\}/g, (_match, label: string) => {
    labels.push(label)
    return '([^/]+)'
  })
  return { method, pattern: new RegExp(`^${source}/?$`), labels, query: new URLSearchParams(query) }
}

function listOperations(service: ServiceName): Operation[] {
  return Object.values(models[service])
    .filter(isOperationSchema)
    .map((schema) => ({
      service,
      name: schema[2],
      input: NormalizedSchema.of(schema[4]),
      output: NormalizedSchema.of(schema[5]),
      http: readHttpTrait(schema),
    }))
}

const byService = new Map<ServiceName, Map<string, Operation>>(
  (['lambda', 'logs', 'cloudwatch', 'xray', 'sts'] as const).map((service) => [
    service,
    new Map(listOperations(service).map((operation) => [operation.name, operation])),
  ]),
)

/** The operation of that name in AWS's published model, implemented here or not. */
export function findOperation(service: ServiceName, name: string): Operation | null {
  return byService.get(service)?.get(name) ?? null
}

// Two operations may differ by a fixed query alone (`?List=ALL`): the more particular one is tried first.
const restOperations = (['lambda', 'xray'] as const)
  .flatMap((service) => [...(byService.get(service)?.values() ?? [])])
  .sort((a, b) => (b.http?.query.size ?? 0) - (a.http?.query.size ?? 0))

function hasAll(query: URLSearchParams, fixed: URLSearchParams): boolean {
  return [...fixed].every(([name, value]) => query.get(name) === value)
}

/** The REST operation behind a method, path and fixed query, with the decoded path labels. */
export function matchRestOperation(
  method: string,
  path: string,
  query: URLSearchParams,
): { operation: Operation; labels: Record<string, string> } | null {
  for (const operation of restOperations) {
    if (operation.http?.method !== method || !hasAll(query, operation.http.query)) continue
    const match = operation.http.pattern.exec(path)
    if (!match) continue
    const values = operation.http.labels.map((label, i) => [label, decodeURIComponent(match[i + 1] ?? '')] as const)
    return { operation, labels: Object.fromEntries(values) }
  }
  return null
}
