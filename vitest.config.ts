import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { SlowestFirst } from './scripts/test-suite/slowest-first'

const root = import.meta.dirname
const resolve = {
  alias: [
    { find: /^@\//, replacement: `${root}/` },
    { find: /^server-only$/, replacement: path.join(root, 'scripts/empty-module.mjs') },
  ],
}
const exclude = ['node_modules/**', '.next/**', 'dist/**', '.data/**', 'generated/**']
/** Files share two processes: starting one for each, and loading everything anew, takes longer than most tests. */
const shared = { pool: 'forks' as const, isolate: false, maxWorkers: 2 }
const database = {
  ...shared,
  globalSetup: ['e2e/fixtures/test-postgres-setup.ts'],
  // Browsers run beside them: the longest take twenty seconds then.
  testTimeout: 90_000,
  hookTimeout: 120_000,
}

/**
 * unit: *.test.ts, nothing outside the process. db: *.db.test.ts, a Postgres. sim: *.sim.test.ts, a Postgres and the
 * simulator. launch: *.launch.test.ts, the built product as `npm start` runs it.
 */
export default defineConfig({
  resolve,
  test: {
    reporters: ['default'],
    sequence: { sequencer: SlowestFirst },
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...exclude, '**/*.{db,sim,launch}.test.ts'],
          // Tests that hold something to a time count processor time: a machine that is busy with others takes many times as long.
          testTimeout: 60_000,
          ...shared,
        },
      },
      { resolve, test: { name: 'db', include: ['**/*.db.test.ts'], exclude, ...database } },
      {
        resolve,
        test: {
          name: 'sim',
          include: ['**/*.sim.test.ts'],
          exclude,
          ...database,
          globalSetup: [...database.globalSetup, 'e2e/fixtures/simulator-setup.ts'],
          testTimeout: 240_000,
        },
      },
      {
        resolve,
        test: {
          name: 'launch',
          include: ['**/*.launch.test.ts'],
          exclude,
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
