import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { countTests } from '@/scripts/test-suite/count-tests'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'lambdascope-count-'))
})

afterEach(() => rmSync(directory, { recursive: true }))

function stepWith(kind: 'vitest' | 'playwright', report: unknown) {
  const file = path.join(directory, 'report.json')
  if (report !== undefined) writeFileSync(file, JSON.stringify(report))
  return { name: 'tests', command: [], report: { kind, file } }
}

it.each([
  ['vitest', { numPassedTests: 7, numFailedTests: 0 }, 0, { passed: 7, failed: 0 }],
  ['vitest', { numPassedTests: 7, numFailedTests: 2 }, 1, { passed: 7, failed: 2 }],
  ['playwright', { stats: { expected: 5, unexpected: 1, flaky: 1 } }, 1, { passed: 5, failed: 2 }],
  ['vitest', { numPassedTests: 7, numFailedTests: 0 }, 1, { passed: 7, failed: 1 }],
  ['vitest', { numPassedTests: 0, numFailedTests: 0 }, 0, { passed: 0, failed: 1 }],
  ['playwright', undefined, 1, { passed: 0, failed: 1 }],
] as const)('counts %s %j ending with %i', (kind, report, exitCode, expected) => {
  expect(countTests(stepWith(kind, report), exitCode)).toEqual(expected)
})

it('counts a report that was cut short as a failure', () => {
  const step = stepWith('vitest', {})
  writeFileSync(step.report.file, '{"numPassedTests": 7, "numFai')
  expect(countTests(step, 0)).toEqual({ passed: 0, failed: 1 })
})

it('counts a check only when it failed', () => {
  expect(countTests({ name: 'types', command: [] }, 0)).toEqual({ passed: 0, failed: 0 })
  expect(countTests({ name: 'types', command: [] }, 2)).toEqual({ passed: 0, failed: 1 })
})
