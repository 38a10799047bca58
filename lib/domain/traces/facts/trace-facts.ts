/*
 * What filters ask of a trace, as it is stored beside it in JSON. Keys are short because there is one such value for each
 * trace; what is false, absent or empty is left out: of comparisons with it only != holds.
 */

/** A service: n names (of a call that no segment answers also the call's own), y type, a account. */
export type ServiceNames = { n: string[]; y: string; a?: string }

/**
 * How a segment or call went: e error, f fault, h throttle, p in progress; t its time in ms; of its request hs status,
 * hu URL, hm method, ha user agent, hc client IP.
 */
export type OutcomeFacts = {
  e?: true
  f?: true
  h?: true
  p?: true
  t?: number
  hs?: number
  hu?: string
  hm?: string
  ha?: string
  hc?: string
}

/** One segment of a service: i inferred, r one that nobody in the trace called; u user, z availability zone, x instance ID, ar resource ARN. */
export type SegmentFacts = ServiceNames &
  OutcomeFacts & { i?: true; r?: true; u?: string; z?: string; x?: string; ar?: string }

/** One call as its caller saw it. */
export type CallFacts = OutcomeFacts & { from: ServiceNames; to: ServiceNames }

/** An annotation's value by its type: s text, b true or false, v number. */
export type AnnotationFacts = { k: string; s?: string; v?: number; b?: boolean }

/** One part of a root cause: o its position from 0, b the first, l the last of its list. */
export type CausePartFacts = {
  n?: string
  y?: string
  m?: string
  i?: true
  x?: true
  c?: number
  o: number
  b?: true
  l?: true
}

/** s services, e entities, x exceptions of all root causes of a kind; j, w: as text what rootcause.json asks for. */
export type CauseFacts = {
  s: CausePartFacts[]
  e: CausePartFacts[]
  x: CausePartFacts[]
  j: string[]
  w: string[]
}

/**
 * s segments, c calls, k annotations, u users, z zones, x instances, ar ARNs, q functions with the qualifiers they were
 * called by, rc root causes by the first letter of their kind; of the root ag user agent, ip client IP, y type, rt
 * throttled; p anything in progress, i anything inferred; cut: one of the lists is longer than what is here of it.
 */
export type TraceFacts = {
  s?: SegmentFacts[]
  c?: CallFacts[]
  k?: AnnotationFacts[]
  u?: string[]
  z?: string[]
  x?: string[]
  ar?: string[]
  q?: { n: string; q: string }[]
  rc?: { f?: CauseFacts; e?: CauseFacts; t?: CauseFacts }
  ag?: string
  ip?: string
  y?: string
  rt?: true
  p?: true
  i?: true
  cut?: true
}
