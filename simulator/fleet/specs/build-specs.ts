import { namedRandom } from '@/simulator/fleet/random'
import {
  ARCHIVING_FUNCTION,
  BACK_FUNCTIONS,
  DURABLE_FUNCTION,
  MANAGED_FUNCTION,
  SILENT_FUNCTION,
} from '@/simulator/fleet/specs/back-functions'
import { FRONT_FUNCTIONS } from '@/simulator/fleet/specs/front-functions'
import type { FunctionSpec, Step, Trigger } from '@/simulator/fleet/specs/function-spec'
import { US_FUNCTIONS } from '@/simulator/fleet/specs/us-functions'

const NAMED_FUNCTIONS: readonly FunctionSpec[] = [
  ...FRONT_FUNCTIONS,
  ...BACK_FUNCTIONS,
  ...US_FUNCTIONS,
  SILENT_FUNCTION,
  ARCHIVING_FUNCTION,
  MANAGED_FUNCTION,
  DURABLE_FUNCTION,
]

/** Steps that reach other functions of the fleet would multiply the named ones' traffic, so copies go without. */
const REACHES_FLEET: ReadonlySet<Step['kind']> = new Set(['lambda', 'sqs', 'sns', 'events'])

type Fleet = { seed: number; functions: number; accountId: string; active?: number; load?: number }

/**
 * The first N functions of an account's shop; beyond the named ones, quieter copies of them under their own names. Those
 * beyond `active` are called once a day at most. load: percent of the usual arrivals.
 */
export function buildSpecs(fleet: Fleet): FunctionSpec[] {
  const { seed, functions: count, accountId, active = count, load = 100 } = fleet
  const specs = NAMED_FUNCTIONS.slice(0, count).map((spec) => ({ ...spec, perDay: (spec.perDay * load) / 100 }))
  for (let index = specs.length; index < count; index += 1) {
    const original = NAMED_FUNCTIONS[index % NAMED_FUNCTIONS.length]
    if (original) specs.push(copySpec(seed, original, Math.floor(index / NAMED_FUNCTIONS.length) + 1))
  }
  return specs.map((spec, index) => ({ ...(index < active ? spec : idleSpec(spec)), accountId }))
}

function idleSpec(spec: FunctionSpec): FunctionSpec {
  const triggers = spec.triggers.filter(({ kind }) => kind !== 'schedule')
  return {
    ...spec,
    perDay: Math.min(1, spec.perDay),
    burstChance: 0,
    burstEveryMinutes: null,
    triggers,
    provisioned: null,
  }
}

function copySpec(seed: number, original: FunctionSpec, serial: number): FunctionSpec {
  const name = `${original.name}-${serial}`
  const random = namedRandom(seed, `copy ${original.region} ${name}`)
  return {
    ...original,
    name,
    logGroup: `/aws/lambda/${name}`,
    logClass: 'STANDARD',
    perDay: Math.round(30 + 330 * random.next() ** 3 * 4),
    burstChance: 0,
    burstEveryMinutes: null,
    steps: original.steps.filter((step) => !REACHES_FLEET.has(step.kind)),
    triggers: original.triggers.map((trigger) => ownTrigger(trigger, name)),
    tags: { ...original.tags, copy: 'true' },
  }
}

function ownTrigger(trigger: Trigger, name: string): Trigger {
  switch (trigger.kind) {
    case 'api':
      return { ...trigger, path: `/${name}` }
    case 'sqs':
      return { ...trigger, queue: name }
    case 'sns':
      return { ...trigger, topic: name }
    case 'rule':
      return { ...trigger, rule: name, bus: name }
    case 's3':
      return { ...trigger, bucket: `shop-${name}` }
    case 'stream':
      return { ...trigger, table: name }
    case 'schedule':
      return { ...trigger, rule: name, everyMinutes: Math.max(trigger.everyMinutes, 15) }
    case 'url':
      return trigger
  }
}
