/** How values are compared; texts by all but the orders, numbers by all but the text operators. */
export type FilterOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'CONTAINS' | 'BEGINSWITH' | 'ENDSWITH'

export type FilterFlag =
  | 'ok'
  | 'error'
  | 'fault'
  | 'throttle'
  | 'partial'
  | 'inferred'
  | 'root'
  | 'first'
  | 'last'
  | 'remote'

export type FilterNumber = 'responsetime' | 'duration' | 'http.status' | 'index' | 'coverage'

export type FilterText =
  | 'http.url'
  | 'http.method'
  | 'http.useragent'
  | 'http.clientip'
  | 'user'
  | 'name'
  | 'type'
  | 'message'
  | 'availabilityzone'
  | 'instance.id'
  | 'resource.arn'

/** What a condition is about: the whole trace, one segment of a service, one call, or one part of a root cause. */
export type FilterScope = 'trace' | 'service' | 'edge' | 'cause.service' | 'cause.entity' | 'cause.exception'

/** Which services are meant: all that agree in what is given, any when nothing is. */
export type ServicePattern = { name?: string; type?: string; accountId?: string }

export type CauseKind = 'fault' | 'error' | 'responsetime'
export type CausePart = 'service' | 'entity' | 'exception'

/** A root cause as rootcause.json names it: services from the root on, each with the names of its entities. */
export type CausePattern = readonly { name: string; entities: readonly string[] | null }[]

export type AnnotationTest = { operator: FilterOperator; value: string | number | boolean }

/** An X-Ray filter expression as a tree. responsetime and duration are in seconds, as X-Ray has them. */
export type TraceFilter =
  | { kind: 'flag'; flag: FilterFlag }
  | { kind: 'number'; field: FilterNumber; operator: FilterOperator; value: number }
  | { kind: 'text'; field: FilterText; operator: FilterOperator; value: string }
  /** Whether the field is set at all. */
  | { kind: 'exists'; field: FilterNumber | FilterText }
  /** test is null where only the key has to be there. */
  | { kind: 'annotation'; key: string; test: AnnotationTest | null }
  | { kind: 'service'; service: ServicePattern; inner: TraceFilter | null }
  | { kind: 'edge'; from: ServicePattern; to: ServicePattern; inner: TraceFilter | null }
  | { kind: 'cause'; cause: CauseKind; part: CausePart; inner: TraceFilter | null }
  /** cause is null for a root cause of any kind. */
  | { kind: 'causeJson'; cause: CauseKind | null; patterns: readonly CausePattern[] }
  | { kind: 'and' | 'or'; left: TraceFilter; right: TraceFilter }
  | { kind: 'not'; inner: TraceFilter }
