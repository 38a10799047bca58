import { deterministicHash } from '@/simulator/wire/deterministic-hash'
import type { Operation } from '@/simulator/wire/operation'

/** What a call gets instead of its answer, or how its answer or its connection is broken. The first rule that hits decides. */
const callKinds = [
  'throttle',
  'access-denied',
  'expired-credentials',
  'gone',
  '500',
  '502',
  '503',
  '504',
  'html-200',
  'html-404',
  'html-500',
  'reset',
  'hang',
  'stall',
  'truncate',
  'cut-body',
  'bad-type',
  'bad-fields',
  'null-lists',
  'expired-token',
  'same-token',
  'repeat-page',
  'empty-page',
] as const

/** What is strange about an answer that is given all the same: all rules that hit apply. */
const shapeKinds = [
  'clock-skew',
  'shuffle',
  'duplicate',
  'late',
  'big-event',
  'nul',
  'lone-surrogate',
  'invalid-utf8',
] as const

/** These have a meaning only for a call that carries a page token. */
const pagedKinds: ReadonlySet<string> = new Set(['expired-token', 'same-token'])

export type CallFault = (typeof callKinds)[number]
export type FaultKind = CallFault | (typeof shapeKinds)[number]

/**
 * Which calls go wrong, and how: every matching n-th call, or a seeded share of them, at most `count` times, within a
 * stretch of the account's time. `paged`: only calls that carry a page token. `share`: of the events of an answer, the
 * same ones every time. skewMs: how far the server's clock is ahead. lateMs: how late an event is at most.
 */
export type FaultRule<Kind extends FaultKind = FaultKind> = {
  service: string | null
  operation: string | null
  region: string | null
  probability: number | null
  every: number | null
  count: number | null
  fromMs: number | null
  toMs: number | null
  paged: boolean
  share: number
  skewMs: number
  lateMs: number
  kind: Kind
}

export type FaultedCall = { operation: Operation; region: string; nowMs: number; paged: boolean }
export type CallFaults = { broken: CallFault | null; shapes: readonly FaultRule[] }

type ActiveRule = FaultRule & { seen: number; fired: number }

function readText(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function readNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

function readShare(fields: Record<string, unknown>, name: 'probability' | 'share'): number | null {
  const share = readNumber(fields[name])
  if (share !== null && (share < 0 || share > 1)) throw new RangeError(`${name} must be between 0 and 1`)
  return share
}

/** Parses one rule of `POST /_faults`; throws with what is wrong. */
export function parseFaultRule(value: unknown): FaultRule {
  if (typeof value !== 'object' || value === null) throw new TypeError('A fault rule is an object')
  const fields: Record<string, unknown> = { ...value }
  const kinds: readonly FaultKind[] = [...callKinds, ...shapeKinds]
  const kind = kinds.find((known) => known === fields.kind)
  if (!kind) throw new TypeError(`kind must be one of ${kinds.join(', ')}`)
  const every = readNumber(fields.every)
  if (every !== null && (!Number.isInteger(every) || every < 1)) {
    throw new RangeError('every must be a whole number of at least 1')
  }
  return {
    service: readText(fields.service),
    operation: readText(fields.operation),
    region: readText(fields.region),
    probability: readShare(fields, 'probability'),
    every,
    count: readNumber(fields.count),
    fromMs: readNumber(fields.fromMs),
    toMs: readNumber(fields.toMs),
    paged: fields.paged === true || pagedKinds.has(kind),
    share: readShare(fields, 'share') ?? 0.1,
    skewMs: readNumber(fields.skewMs) ?? 3_600_000,
    lateMs: readNumber(fields.lateMs) ?? 6 * 3_600_000,
    kind,
  }
}

function isCallRule(rule: FaultRule): rule is FaultRule<CallFault> {
  return callKinds.some((kind) => kind === rule.kind)
}

function concerns(rule: FaultRule, { operation, region, nowMs, paged }: FaultedCall): boolean {
  if (rule.service !== null && rule.service !== operation.service) return false
  if (rule.operation !== null && rule.operation !== operation.name) return false
  if (rule.region !== null && rule.region !== region) return false
  if (rule.fromMs !== null && nowMs < rule.fromMs) return false
  if (rule.toMs !== null && nowMs >= rule.toMs) return false
  return paged || !rule.paged
}

/** The injected faults; which calls they hit depends only on the seed and on the order of the calls. */
export class FaultRules {
  readonly seed: number
  #rules: ActiveRule[] = []

  constructor(seed: number) {
    this.seed = seed
  }

  add(rules: readonly FaultRule[]): void {
    this.#rules.push(...rules.map((rule) => ({ ...rule, seen: 0, fired: 0 })))
  }

  clear(): void {
    this.#rules = []
  }

  list(): readonly (FaultRule & { seen: number; fired: number })[] {
    return this.#rules
  }

  /** What happens to this call. */
  next(call: FaultedCall): CallFaults {
    let broken: CallFault | null = null
    const shapes: FaultRule[] = []
    for (const [index, rule] of this.#rules.entries()) {
      if (!concerns(rule, call)) continue
      const breaks = isCallRule(rule)
      if (breaks && broken !== null) continue
      rule.seen += 1
      if (rule.count !== null && rule.fired >= rule.count) continue
      if (!this.#hits(rule, index)) continue
      rule.fired += 1
      if (breaks) broken = rule.kind
      else shapes.push(rule)
    }
    return { broken, shapes }
  }

  #hits(rule: ActiveRule, index: number): boolean {
    if (rule.every !== null) return rule.seen % rule.every === 0
    if (rule.probability === null) return true
    return deterministicHash(`${this.seed}/${index}/${rule.seen}`) / 2 ** 32 < rule.probability
  }
}
