import { type JsonObject, objectOf, textOf } from '@/lib/domain/json-value'
import { limitDepth } from '@/lib/domain/limit-depth'
import { accountIn } from '@/lib/domain/traces/describe-service'
import type { OtlpTraces } from '@/lib/domain/traces/otlp/otlp-span'
import { toOtlpAttributes } from '@/lib/domain/traces/otlp/otlp-value'
import { toOtlpSpan } from '@/lib/domain/traces/otlp/to-otlp-span'
import { PLATFORM_ORIGINS } from '@/lib/domain/traces/platform-origins'
import type { Span } from '@/lib/domain/traces/span'

/** Whose spans those of X-Ray are, where nothing names an instrumentation scope. */
const XRAY_SCOPE = 'AWS X-Ray'
const PLATFORMS = new Map([...PLATFORM_ORIGINS].map(([platform, origin]) => [origin, platform]))

/** own: what its span says of its resource itself, null for a segment. */
type Owner = { resource: JsonObject; key: string; own: string | null }
type Group = OtlpTraces['resourceSpans'][number]

/**
 * A trace as OTLP/JSON (ExportTraceServiceRequest), after the OTLP specification 1.x: spans by resource, which is the one
 * that they name, else the service whose segment they belong to, and scope. Services that X-Ray infers stay, and say so.
 */
export function toOtlp(spans: readonly Span[], traceId: string): OtlpTraces {
  const owners = new Map<string, Owner>()
  const groups = new Map<string, Group>()
  for (const span of spans) {
    const above = span.kind === 'subsegment' && span.parentId !== null ? owners.get(span.parentId) : undefined
    const owner = ownerOf(span, above)
    const { resource, key } = owner
    owners.set(span.id, owner)
    const group = groups.get(key) ?? { resource: { attributes: toOtlpAttributes(resource) }, scopeSpans: [] }
    groups.set(key, group)
    const scope = scopeOf(span)
    const own = group.scopeSpans.find((one) => one.scope.name === scope.name && one.scope.version === scope.version)
    if (own) own.spans.push(toOtlpSpan(span, traceId))
    else group.scopeSpans.push({ scope, spans: [toOtlpSpan(span, traceId)] })
  }
  return { resourceSpans: [...groups.values()] }
}

/** above: the owner of the span that a subsegment hangs from, whose resource is its own unless it names another. */
function ownerOf(span: Span, above: Owner | undefined): Owner {
  const attributes = objectOf(limitDepth(objectOf(span.document.resource)?.attributes))
  const own = attributes === null ? null : JSON.stringify(attributes)
  if (above !== undefined && (own === null || own === above.own)) return above
  const service = textOf(above?.resource['service.name']) ?? span.name
  const resource = { ...resourceOf(span), 'service.name': service, ...attributes }
  return { resource, key: JSON.stringify(resource), own }
}

function resourceOf({ origin, aws, document }: Span): JsonObject {
  const platform = origin === null ? undefined : PLATFORMS.get(origin)
  const arn = textOf(document.resource_arn) ?? textOf(aws?.function_arn)
  const account = accountIn(aws, arn)
  return {
    ...(origin?.startsWith('AWS::') || arn !== null ? { 'cloud.provider': 'aws' } : {}),
    ...(platform === undefined ? {} : { 'cloud.platform': platform }),
    ...(arn === null ? {} : { 'cloud.resource_id': arn }),
    ...(account === null ? {} : { 'cloud.account.id': account }),
  }
}

function scopeOf({ document }: Span): { name: string; version?: string } {
  const scope = objectOf(document.scope)
  const name = textOf(scope?.name)
  const version = textOf(scope?.version)
  if (name === null || name === '') return { name: XRAY_SCOPE }
  return { name, ...(version === null || version === '' ? {} : { version }) }
}
