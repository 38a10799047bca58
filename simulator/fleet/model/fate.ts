import { errorCount } from '@/simulator/fleet/model/error-catalog'
import { specOfVersion } from '@/simulator/fleet/model/function-state'
import type { Failure, FunctionState } from '@/simulator/fleet/model/state'
import type { Random } from '@/simulator/fleet/random'
import type { Step } from '@/simulator/fleet/specs/function-spec'

/** What one invocation will meet, decided before it runs so that sampling can favour what is worth seeing. */
export type Fate = {
  failure: Failure | null
  errorIndex: number
  /** The step at which it fails. */
  failAt: number
  taken: boolean[]
  slowStep: number
  slowness: number
}

export function rollFate(fn: FunctionState, version: string, random: Random): Fate {
  const { spec } = fn
  const published = version === '$LATEST' ? undefined : specOfVersion(spec, version)
  const errorRate = published?.errorRate ?? spec.failures.error
  const taken = spec.steps.map((step) => random.chance(step.chance ?? 1))
  const slowStep = spec.steps.findIndex((step, index) => taken[index] && isSlow(step, random))
  return {
    failure: spec.brokenImport ? 'import' : rollFailure(fn, errorRate, random),
    errorIndex: random.int(0, errorCount(spec.language) - 1),
    failAt: Math.max(0, pickTaken(taken, random)),
    taken,
    slowStep,
    slowness: published?.slowness ?? 1,
  }
}

function isSlow(step: Step, random: Random): boolean {
  return step.kind === 'dynamodb' && step.slowChance !== undefined && random.chance(step.slowChance)
}

function rollFailure(fn: FunctionState, errorRate: number, random: Random): Failure | null {
  const { failures, language } = fn.spec
  const roll = random.next()
  let below = errorRate
  // A Rust handler's error is printed by no runtime; what shows is a panic that ends the process.
  if (roll < below) return language === 'rust' ? 'exit' : 'error'
  below += failures.timeout
  if (roll < below) return 'timeout'
  below += failures.outOfMemory
  if (roll < below) return 'memory'
  return roll < below + failures.exit ? 'exit' : null
}

/** The index of one of the steps that are taken, -1 when there is none. */
function pickTaken(taken: readonly boolean[], random: Random): number {
  let left = random.int(0, Math.max(0, taken.filter(Boolean).length - 1))
  return taken.findIndex((yes) => {
    if (yes) left -= 1
    return yes && left < 0
  })
}
