import type { FaultRootCause, ServiceId, TraceSummary } from '@aws-sdk/client-xray'
import { type Document, listSubsegments, readChild, readText } from '@/simulator/services/xray/read-document'
import type { ServiceView, TraceView } from '@/simulator/services/xray/trace-view'

function serviceId({ name, type, accountId }: ServiceView): ServiceId {
  return { Name: name, Names: [name], AccountId: accountId, Type: type }
}

function uniqueServices(services: readonly ServiceView[]): ServiceId[] {
  const byKey = new Map(services.map((service) => [`${service.name}\n${service.type}`, serviceId(service)]))
  return [...byKey.values()]
}

function readExceptions(document: Document): { Name: string; Message: string }[] {
  const exceptions = readChild(document, 'cause').exceptions
  if (!Array.isArray(exceptions)) return []
  return exceptions.map((exception: Document) => ({
    Name: readText(exception, 'type') ?? 'Error',
    Message: readText(exception, 'message') ?? '',
  }))
}

type RootCause = { ClientImpacting: boolean; Services: NonNullable<FaultRootCause['Services']> }

/** Follows the flag from the root down to the deepest part that carries it. */
function findRootCause(view: TraceView, flag: 'fault' | 'error'): RootCause | null {
  const services: NonNullable<FaultRootCause['Services']> = []
  const byParent = new Map(view.services.map((service) => [readText(service.document, 'parent_id') ?? '', service]))
  const seen = new Set<Document>()
  let current = view.services.find(({ document }) => document === view.root)
  while (current && current.document[flag] === true && !seen.has(current.document)) {
    seen.add(current.document)
    const path: Document[] = [current.document]
    let part = listSubsegments(current.document).find((sub) => sub[flag] === true)
    while (part) {
      path.push(part)
      part = listSubsegments(part).find((sub) => sub[flag] === true)
    }
    services.push({
      Name: current.name,
      Names: [current.name],
      Type: current.type,
      AccountId: current.accountId,
      Inferred: current.document.inferred === true,
      EntityPath: path.map((entity) => ({
        Name: readText(entity, 'name') ?? '',
        Remote: entity.namespace === 'remote' || entity.namespace === 'aws',
        Exceptions: readExceptions(entity),
      })),
    })
    current = path
      .map((entity) => byParent.get(readText(entity, 'id') ?? ''))
      .findLast((service) => service !== undefined)
  }
  return services.length > 0 ? { ClientImpacting: true, Services: services } : null
}

function readHttp(root: Document): TraceSummary['Http'] {
  const request = readChild(readChild(root, 'http'), 'request')
  const status = readChild(readChild(root, 'http'), 'response').status
  const http = {
    HttpURL: readText(request, 'url') ?? undefined,
    HttpMethod: readText(request, 'method') ?? undefined,
    UserAgent: readText(request, 'user_agent') ?? undefined,
    ClientIp: readText(request, 'client_ip') ?? undefined,
    HttpStatus: typeof status === 'number' ? status : undefined,
  }
  return http
}

function describeAnnotations(view: TraceView): NonNullable<TraceSummary['Annotations']> {
  return Object.fromEntries(
    [...view.annotations].map(([key, values]) => [
      key,
      values.map(({ value, services }) => ({
        AnnotationValue:
          typeof value === 'number'
            ? { NumberValue: value }
            : typeof value === 'boolean'
              ? { BooleanValue: value }
              : { StringValue: value },
        ServiceIds: uniqueServices(services),
      })),
    ]),
  )
}

/** One row of GetTraceSummaries: flags and HTTP of the root, times over all segments. */
export function summariseTrace(view: TraceView, matchedEventMs: number | null): TraceSummary {
  const { root, services } = view
  const entry = services.find(({ document }) => document === root)
  const arns = new Set(services.flatMap(({ document }) => readText(document, 'resource_arn') ?? []))
  const faultCause = findRootCause(view, 'fault')
  const errorCause = findRootCause(view, 'error')
  const user = readText(root, 'user')
  return {
    Id: view.id,
    StartTime: new Date(view.startSeconds * 1000),
    Duration: Number(view.durationSeconds.toFixed(3)),
    ResponseTime: view.responseSeconds === null ? undefined : Number(view.responseSeconds.toFixed(3)),
    HasFault: root.fault === true,
    HasError: root.error === true,
    HasThrottle: view.hasThrottle,
    IsPartial: view.isPartial,
    Http: readHttp(root),
    Annotations: describeAnnotations(view),
    Users: user === null ? [] : [{ UserName: user, ServiceIds: entry ? [serviceId(entry)] : [] }],
    ServiceIds: uniqueServices(services),
    ResourceARNs: [...arns].map((ARN) => ({ ARN })),
    InstanceIds: [],
    AvailabilityZones: [],
    EntryPoint: entry ? serviceId(entry) : undefined,
    FaultRootCauses: faultCause ? [faultCause] : [],
    ErrorRootCauses: errorCause ? [errorCause] : [],
    ResponseTimeRootCauses: [],
    Revision: view.revision,
    MatchedEventTime: matchedEventMs === null ? undefined : new Date(matchedEventMs),
  }
}
