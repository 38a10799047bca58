import { deterministicHash } from '@/simulator/wire/deterministic-hash'
import type { Operation } from '@/simulator/wire/operation'

const faultKinds = [
  'throttle',
  'access-denied',
  '500',
  'html-404',
  'html-500',
  'reset',
  'hang',
  'truncate',
  'bad-type',
] as const

export type FaultKind = (typeof faultKinds)[number]

/** Which calls go wrong, and how: every matching n-th call, or a seeded share of them, at most `count` times. */
export type FaultRule = {
  service: string | null
  operation: string | null
  region: string | null
  probability: number | null
  every: number | null
  kind: FaultKind
  count: number | null
}

type ActiveRule = FaultRule & { seen: number; fired: number }

function readText(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function readNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** Parses one rule of `POST /_faults`; throws with what is wrong. */
export function parseFaultRule(value: unknown): FaultRule {
  if (typeof value !== 'object' || value === null) throw new TypeError('A fault rule is an object')
  const fields: Record<string, unknown> = { ...value }
  const kind = faultKinds.find((known) => known === fields.kind)
  if (!kind) throw new TypeError(`kind must be one of ${faultKinds.join(', ')}`)
  const rule: FaultRule = {
    service: readText(fields.service),
    operation: readText(fields.operation),
    region: readText(fields.region),
    probability: readNumber(fields.probability),
    every: readNumber(fields.every),
    kind,
    count: readNumber(fields.count),
  }
  if (rule.probability !== null && (rule.probability < 0 || rule.probability > 1)) {
    throw new RangeError('probability must be between 0 and 1')
  }
  if (rule.every !== null && (!Number.isInteger(rule.every) || rule.every < 1)) {
    throw new RangeError('every must be a whole number of at least 1')
  }
  return rule
}

/** The injected faults; which calls they hit depends only on the seed and on the order of the calls. */
export class FaultRules {
  readonly #seed: number
  #rules: ActiveRule[] = []

  constructor(seed: number) {
    this.#seed = seed
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

  /** The fault that hits this call, or null. */
  next(operation: Operation, region: string): FaultKind | null {
    for (const [index, rule] of this.#rules.entries()) {
      if (rule.service !== null && rule.service !== operation.service) continue
      if (rule.operation !== null && rule.operation !== operation.name) continue
      if (rule.region !== null && rule.region !== region) continue
      rule.seen += 1
      if (rule.count !== null && rule.fired >= rule.count) continue
      if (!this.#hits(rule, index)) continue
      rule.fired += 1
      return rule.kind
    }
    return null
  }

  #hits(rule: ActiveRule, index: number): boolean {
    if (rule.every !== null) return rule.seen % rule.every === 0
    if (rule.probability === null) return true
    return deterministicHash(`${this.#seed}/${index}/${rule.seen}`) / 2 ** 32 < rule.probability
  }
}
