import { existsSync, readFileSync } from 'node:fs'
import type { SuiteStep } from '@/scripts/test-suite/suite-steps'

export type Count = { passed: number; failed: number }

/**
 * Counts one step. A check without tests counts only when it failed, as one; so does a run that failed without a failed
 * test in its report, or left no report. A test run that passed without any test did not test: it failed.
 */
export function countTests(step: SuiteStep, exitCode: number): Count {
  if (!step.report) return { passed: 0, failed: exitCode === 0 ? 0 : 1 }
  const { kind, file } = step.report
  const report = readReport(file)
  const count = kind === 'vitest' ? countVitest(report) : countPlaywright(report)
  const hiddenFailure = exitCode !== 0 && count.failed === 0
  const nothingRan = count.passed + count.failed === 0
  return { passed: count.passed, failed: count.failed + (hiddenFailure || nothingRan ? 1 : 0) }
}

/** A run that was killed may leave half a report, which counts as none. */
function readReport(file: string) {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
  } catch (error) {
    console.error(`${file} cannot be read: ${error instanceof Error ? error.message : error}`)
    return null
  }
}

function countVitest(report: { numPassedTests?: number; numFailedTests?: number } | null): Count {
  return { passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0 }
}

function countPlaywright(report: { stats?: { expected?: number; flaky?: number; unexpected?: number } } | null): Count {
  const stats = report?.stats
  return { passed: stats?.expected ?? 0, failed: (stats?.unexpected ?? 0) + (stats?.flaky ?? 0) }
}
