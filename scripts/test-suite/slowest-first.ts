import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files that take longest, longest first: one that began last would run alone at the end. */
const SLOWEST = [
  ...['kill', 'chaos', 'refusals', 'metric-kinds', 'clock-change', 'pull', 'missing', 'accounts/accounts', 'follow'],
  ...['every-change', 'summary-truth', 'twice', 'survive', 'backfill', 'steps/query-log-group', 'big-events'],
]

/** Begins with the slowest files, whether or not it is known from an earlier run how long each takes. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.sort((left, right) => rankOf(left.moduleId) - rankOf(right.moduleId))
  }
}

function rankOf(file: string): number {
  const at = SLOWEST.findIndex((name) => file.endsWith(`/lib/sync/${name}.sim.test.ts`))
  return at < 0 ? SLOWEST.length : at
}
