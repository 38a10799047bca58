export type SuiteStep = {
  name: string
  command: readonly string[]
  env?: Readonly<Record<string, string>>
  /** Where the step leaves its results, when it runs tests. A step without a report is one check. */
  report?: { kind: 'vitest' | 'playwright'; file: string }
}

/** Steps one after another, then lanes of steps side by side. */
export type Suite = { first: readonly SuiteStep[]; lanes: readonly (readonly SuiteStep[])[] }

const RESULTS = 'test-results/suite'

const QUICK_STEPS: readonly SuiteStep[] = [
  { name: 'format and lint', command: ['biome', 'check', '.'] },
  { name: 'database client', command: ['node', 'scripts/generate-client.mjs'] },
  { name: 'route types', command: ['next', 'typegen'] },
  { name: 'types', command: ['tsc', '--noEmit', '-p', '.'] },
  { name: 'import rules', command: ['tsx', 'scripts/import-rules/main.ts'] },
  { name: 'dead code', command: ['knip', '--no-progress'] },
  vitest('unit tests', 'unit'),
]

/** Under a minute. */
export const QUICK_CHECKS: Suite = { first: QUICK_STEPS, lanes: [] }

/**
 * The quick checks first, once it is known that the rest can run, and the build that all that follows shares. What then
 * needs a database or the simulator, and what needs a browser, share nothing, and each waits often for what the other
 * leaves of the processors.
 */
export const EVERYTHING: Suite = {
  first: [
    { name: 'what the tests need', command: ['tsx', 'e2e/fixtures/check-machine.ts'] },
    ...QUICK_STEPS,
    { name: 'production build', command: ['node', 'scripts/build-when-changed.mjs', '--if-changed'] },
  ],
  lanes: [
    [vitest('launch tests', 'launch'), vitest('simulator tests', 'sim'), vitest('database tests', 'db')],
    [
      {
        name: 'browser tests',
        command: ['playwright', 'test', '--reporter=list,json'],
        env: { PLAYWRIGHT_JSON_OUTPUT_FILE: `${RESULTS}/playwright.json` },
        report: { kind: 'playwright', file: `${RESULTS}/playwright.json` },
      },
    ],
  ],
}

function vitest(name: string, project: string): SuiteStep {
  const file = `${RESULTS}/${project}.json`
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  return {
    name,
    command: ['vitest', 'run', '--project', project, ...reporters],
    report: { kind: 'vitest', file },
  }
}
