import type { Count } from '@/scripts/test-suite/count-tests'
import type { Suite, SuiteStep } from '@/scripts/test-suite/suite-steps'

type RunStep = (step: SuiteStep, options: { prefixed: boolean }) => Promise<Count>

/**
 * Runs the first steps one after another, then the lanes side by side. Once a step failed, none begins any more. left: how
 * many were not run.
 */
export async function runSuite({ first, lanes }: Suite, runStep: RunStep): Promise<Count & { left: number }> {
  const total = { passed: 0, failed: 0, left: 0 }
  const runLane = async (steps: readonly SuiteStep[], prefixed: boolean) => {
    for (const [index, step] of steps.entries()) {
      if (total.failed > 0) {
        total.left += steps.length - index
        return
      }
      const { passed, failed } = await runStep(step, { prefixed })
      total.passed += passed
      total.failed += failed
    }
  }
  await runLane(first, false)
  await Promise.all(lanes.map((steps) => runLane(steps, true)))
  return total
}
