export type SuiteStep = {
  name: string
  command: readonly string[]
  env?: Readonly<Record<string, string>>
  /** Where the step leaves its results, when it runs tests. A step without a report is one check. */
  report?: { kind: 'vitest' | 'playwright'; file: string }
}

const RESULTS = 'test-results/suite'

/** The quick checks: under a minute. */
export const VERIFY_STEPS: readonly SuiteStep[] = [
  { name: 'format and lint', command: ['biome', 'check', '.'] },
  { name: 'database client', command: ['node', 'scripts/generate-client.mjs'] },
  { name: 'route types', command: ['next', 'typegen'] },
  { name: 'types', command: ['tsc', '--noEmit', '-p', '.'] },
  { name: 'import rules', command: ['tsx', 'scripts/import-rules/main.ts'] },
  { name: 'dead code', command: ['knip', '--no-progress'] },
  vitest('unit tests', 'unit'),
]

/** Everything: the quick checks first, once it is known that the rest can run, then what needs a database, the simulator, the built product, a browser. */
export const ALL_STEPS: readonly SuiteStep[] = [
  { name: 'what the tests need', command: ['tsx', 'e2e/fixtures/check-machine.ts'] },
  ...VERIFY_STEPS,
  vitest('database tests', 'db'),
  vitest('simulator tests', 'sim'),
  { name: 'production build', command: ['node', 'scripts/build-when-changed.mjs', '--if-changed'] },
  vitest('launch tests', 'launch'),
  {
    name: 'browser tests',
    command: ['playwright', 'test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: `${RESULTS}/playwright.json` },
    report: { kind: 'playwright', file: `${RESULTS}/playwright.json` },
  },
]

function vitest(name: string, project: string): SuiteStep {
  const file = `${RESULTS}/${project}.json`
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  return {
    name,
    command: ['vitest', 'run', '--project', project, ...reporters],
    report: { kind: 'vitest', file },
  }
}
