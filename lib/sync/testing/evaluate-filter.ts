import { objectOf, textOf } from '@/lib/domain/json-value'
import { accountOf, describeService } from '@/lib/domain/traces/describe-service'
import type { FilterOperator, ServicePattern, TraceFilter } from '@/lib/domain/traces/filter-expression/filter-tree'
import type { Segment } from '@/lib/domain/traces/segment'

/*
 * What a filter means, told as plainly as can be from the segments themselves, for tests alone: every condition is tried on
 * every segment. Root causes are left out.
 */

type Place = { segment: Segment; parent: Place | null }
type Service = {
  names: string[]
  type: string
  account: string | null
  segment: Segment
  isRoot: boolean
  isInferred: boolean
}
type Call = { from: Service; to: Service; segment: Segment }
type Told = { root: Segment; services: Service[]; calls: Call[]; all: Segment[]; startMs: number; endMs: number }

/** Whether a trace with these documents meets a filter. ownAccountId: the account of what names none. */
export function meetsFilter(documents: readonly Segment[], ownAccountId: string, filter: TraceFilter): boolean {
  return meets(tell(documents, ownAccountId), filter)
}

function meets(told: Told, filter: TraceFilter): boolean {
  const { root, services, calls, all } = told
  switch (filter.kind) {
    case 'and':
      return meets(told, filter.left) && meets(told, filter.right)
    case 'or':
      return meets(told, filter.left) || meets(told, filter.right)
    case 'not':
      return !meets(told, filter.inner)
    case 'flag':
      if (filter.flag === 'throttle') return all.some((one) => one.throttle && one.kind === 'segment')
      if (filter.flag === 'partial') return all.some((one) => one.inProgress && one.kind === 'segment')
      if (filter.flag === 'inferred') return services.some((service) => service.isInferred)
      return flagOf(root, filter.flag)
    case 'number':
      return compare(
        filter.field === 'duration' ? [told.endMs - told.startMs].map(seconds) : numbersOf(root, filter.field),
        filter.operator,
        filter.value,
      )
    case 'text':
      return compare(textsOfTrace(told, filter.field), filter.operator, filter.value)
    case 'exists':
      if (filter.field === 'duration') return true
      return [...textsOfTrace(told, filter.field), ...numbersOf(root, filter.field)].length > 0
    case 'annotation': {
      const values = all.flatMap(({ annotations }) => (filter.key in annotations ? [annotations[filter.key]] : []))
      const { test } = filter
      if (test === null) return values.length > 0
      if (test.operator === '!=') return values.some((value) => value !== test.value)
      return values.some((value) => typeof value === typeof test.value && compare([value], test.operator, test.value))
    }
    case 'service':
      return services.some(
        (service) => isMeant(service, filter.service) && (filter.inner === null || meetsWithin(service, filter.inner)),
      )
    case 'edge':
      return calls.some(
        ({ from, to, segment }) =>
          isMeant(from, filter.from) &&
          isMeant(to, filter.to) &&
          (filter.inner === null || meetsWithin({ ...to, segment }, filter.inner)),
      )
    default:
      throw new Error(`${filter.kind} is not told here`)
  }
}

function meetsWithin(service: Service, filter: TraceFilter): boolean {
  const { segment } = service
  switch (filter.kind) {
    case 'and':
      return meetsWithin(service, filter.left) && meetsWithin(service, filter.right)
    case 'or':
      return meetsWithin(service, filter.left) || meetsWithin(service, filter.right)
    case 'not':
      return !meetsWithin(service, filter.inner)
    case 'flag':
      if (filter.flag === 'root') return service.isRoot
      return filter.flag === 'inferred' ? service.isInferred : flagOf(segment, filter.flag)
    case 'number':
      return compare(numbersOf(segment, filter.field), filter.operator, filter.value)
    case 'text':
      return compare(textsOf(service, filter.field), filter.operator, filter.value)
    case 'exists':
      return [...textsOf(service, filter.field), ...numbersOf(segment, filter.field)].length > 0
    default:
      throw new Error(`${filter.kind} has no meaning within braces`)
  }
}

function tell(documents: readonly Segment[], ownAccountId: string): Told {
  const places = new Map<string, Place>()
  const add = (segment: Segment) => {
    places.set(segment.id, { segment, parent: null })
    segment.subsegments.forEach(add)
  }
  documents.forEach(add)
  for (const place of places.values()) place.parent = places.get(place.segment.parentId ?? '') ?? null
  const all = [...places.values()]
  const isAnswered = (id: string) => all.some(({ segment }) => segment.kind === 'segment' && segment.parentId === id)
  const start = (segment: Segment) => segment.startMs ?? 0
  const roots = all.filter(({ segment, parent }) => parent === null && segment.kind === 'segment')
  const [first] = roots.sort((a, b) => start(a.segment) - start(b.segment) || (a.segment.id < b.segment.id ? -1 : 1))
  if (first === undefined) throw new Error('a trace has a root')
  const serviceOf = ({ segment, parent }: Place): Service => {
    const called = segment.kind === 'subsegment' ? describeService(segment) : null
    const isHost = segment.inferred && parent?.segment.namespace === 'remote'
    const type = called?.type ?? segment.origin ?? (isHost ? 'remote' : 'AWS::Unknown')
    const caller = segment.kind === 'subsegment' ? callerOf(parent) : null
    const account = accountOf(segment) ?? (caller && accountOf(caller.segment)) ?? ownAccountId
    return {
      names: [called?.name ?? segment.name, segment.name, ...functionsOf(segment)],
      type,
      account: type === 'remote' ? null : account,
      segment,
      isRoot: segment === first.segment || (segment.kind === 'segment' && parent === null),
      isInferred: segment.inferred || segment.kind === 'subsegment',
    }
  }
  const nodes = all.filter(({ segment }) => {
    return segment.kind === 'segment' || (describeService(segment) !== null && !isAnswered(segment.id))
  })
  // A bus stands between who published to it and whom it called: the trace has no segment of its own for it.
  const buses = nodes.flatMap((place) => busAbove(place, serviceOf) ?? [])
  const calls = nodes.flatMap((place): Call[] => {
    const to = serviceOf(place)
    const caller = callerOf(place.parent)
    if (caller === null) return [{ from: { ...to, type: 'client', account: null }, to, segment: place.segment }]
    const from = serviceOf(caller)
    const bus = busAbove(place, serviceOf)
    if (bus !== null) {
      return [
        { from, to: bus, segment: bus.segment },
        { from: bus, to, segment: place.segment },
      ]
    }
    const seen = place.parent?.segment
    const isSeenByCaller = seen?.kind === 'subsegment' && seen.namespace !== null && !isMessaging(from.type)
    return [{ from, to, segment: isSeenByCaller ? seen : place.segment }]
  })
  return {
    root: first.segment,
    services: [...nodes.map(serviceOf), ...buses],
    calls,
    all: all.map(({ segment }) => segment),
    startMs: Math.min(...all.map(({ segment }) => start(segment))),
    endMs: Math.max(...all.map(({ segment }) => segment.endMs ?? start(segment))),
  }
}

function functionsOf({ origin, name, resourceArn }: Segment): string[] {
  if (origin === null || !['AWS::Lambda', 'AWS::Lambda::Function'].includes(origin)) return []
  return [/:function:([^:]+)/.exec(resourceArn ?? '')?.[1] ?? name]
}

function callerOf(parent: Place | null): Place | null {
  let caller = parent
  while (caller !== null && caller.segment.kind === 'subsegment') caller = caller.parent
  return caller
}

function isMessaging(type: string): boolean {
  return ['AWS::SQS', 'AWS::SNS', 'AWS::Events'].some((kind) => type.startsWith(kind))
}

function busAbove({ segment, parent }: Place, serviceOf: (place: Place) => Service): Service | null {
  const caller = callerOf(parent)
  if (parent === null || caller === null || segment.kind !== 'segment') return null
  if (parent.segment.kind !== 'subsegment' || parent.segment.namespace === null) return null
  const bus = serviceOf(parent)
  const isBus = isMessaging(bus.type) && !isMessaging(segment.origin ?? '') && !isMessaging(serviceOf(caller).type)
  return isBus ? bus : null
}

function isMeant({ names, type, account }: Service, wanted: ServicePattern): boolean {
  return (
    (wanted.name === undefined || names.includes(wanted.name)) &&
    (wanted.type === undefined || type === wanted.type) &&
    (wanted.accountId === undefined || account === wanted.accountId)
  )
}

function flagOf(segment: Segment, flag: string): boolean {
  if (flag === 'ok') return !(segment.error || segment.fault || segment.throttle)
  if (flag === 'partial') return segment.inProgress
  return flag === 'error' ? segment.error : flag === 'fault' ? segment.fault : segment.throttle
}

function numbersOf(segment: Segment, field: string): number[] {
  const { startMs, endMs, http } = segment
  const status = objectOf(http?.response)?.status
  if (field === 'http.status') return typeof status === 'number' ? [status] : []
  if (field !== 'responsetime' && field !== 'duration') return []
  return startMs === null || endMs === null ? [] : [seconds(endMs - startMs)]
}

/** Whole microseconds, as documents have them. */
function seconds(ms: number): number {
  return Math.round(ms * 1000) / 1e6
}

function textsOf({ segment, names, type }: Service, field: string): string[] {
  const { document, aws, http, resourceArn } = segment
  const request = objectOf(http?.request)
  const ec2 = objectOf(aws?.ec2)
  const found: Record<string, unknown[]> = {
    'http.url': [request?.url],
    'http.method': [request?.method],
    'http.useragent': [request?.user_agent],
    'http.clientip': [request?.client_ip],
    user: [document.user],
    name: names,
    type: [type],
    availabilityzone: [ec2?.availability_zone],
    'instance.id': [ec2?.instance_id],
    'resource.arn': [resourceArn],
  }
  return (found[field] ?? []).map(textOf).filter((text) => text !== null)
}

function textsOfTrace({ root, services }: Told, field: string): string[] {
  if (field === 'name') return [root.name]
  const rooted = services.filter(({ segment }) => segment === root)
  const isOfAny = ['user', 'availabilityzone', 'instance.id', 'resource.arn'].includes(field)
  return (isOfAny ? services : rooted).flatMap((service) => textsOf(service, field))
}

/** Any of the values; != where none is equal. */
function compare(values: readonly unknown[], operator: FilterOperator, wanted: string | number | boolean): boolean {
  if (operator === '!=') return !values.includes(wanted)
  return values.some((value) => {
    if (operator === '=') return value === wanted
    if (typeof value === 'number' && typeof wanted === 'number') {
      if (operator === '<') return value < wanted
      if (operator === '<=') return value <= wanted
      return operator === '>' ? value > wanted : value >= wanted
    }
    if (typeof value !== 'string' || typeof wanted !== 'string') return false
    if (operator === 'CONTAINS') return value.includes(wanted)
    return operator === 'BEGINSWITH' ? value.startsWith(wanted) : value.endsWith(wanted)
  })
}
