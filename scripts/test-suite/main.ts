import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { type Count, countTests } from '@/scripts/test-suite/count-tests'
import { ALL_STEPS, type SuiteStep, VERIFY_STEPS } from '@/scripts/test-suite/suite-steps'

/** Runs the steps until one fails, and says how many were left. The last line counts the tests of all that ran. */
function runSuite(steps: readonly SuiteStep[]): Count {
  rmSync('test-results/suite', { recursive: true, force: true })
  mkdirSync('test-results/suite', { recursive: true })
  const total: Count = { passed: 0, failed: 0 }
  for (const [index, step] of steps.entries()) {
    const startedAt = performance.now()
    const [command = '', ...args] = step.command
    const { status } = spawnSync(command, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        ...step.env,
        PATH: `${path.resolve('node_modules/.bin')}${path.delimiter}${process.env.PATH}`,
        NEXT_TELEMETRY_DISABLED: '1',
      },
    })
    const count = countTests(step, status ?? 1)
    total.passed += count.passed
    total.failed += count.failed
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    console.log(`${count.failed === 0 ? 'ok' : 'FAILED'}: ${step.name} (${seconds} s)`)
    if (count.failed > 0) {
      console.log(`${steps.length - index - 1} of ${steps.length} steps were not run`)
      break
    }
  }
  return total
}

const { passed, failed } = runSuite(process.argv[2] === 'verify' ? VERIFY_STEPS : ALL_STEPS)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
