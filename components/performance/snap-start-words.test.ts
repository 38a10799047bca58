import { expect, it } from 'vitest'
import { snapStartWords } from '@/components/performance/snap-start-words'

it('calls restores only what was restored', () => {
  expect(snapStartWords({ state: 'on', restores: 4, inits: 0 })).toBe('It is on: what the ledger counts are restores.')
  expect(snapStartWords({ state: 'on', restores: 0, inits: 3 })).toMatch(
    /0 of the 3 cold starts are restores.*\$LATEST/,
  )
  // That it is on says nothing of $LATEST, which may be all that was called.
  expect(snapStartWords({ state: 'on', restores: 0, inits: 0 })).toMatch(/^It is on for published versions, and/)
})

it('says which cold starts a plan leaves out, and which exclusion is not seen', () => {
  const plan = { state: 'possible' as const, isFree: true, usdPerMonth: -1, breakEvenInitMs: null, keptUsdPerMonth: 0 }
  expect(snapStartWords({ ...plan, latestColdStarts: 0 })).not.toContain('$LATEST')
  expect(snapStartWords({ ...plan, latestColdStarts: 1 })).toContain('1 cold start of $LATEST is left out')
  expect(snapStartWords({ ...plan, latestColdStarts: 0 })).toContain('Amazon EFS')
})
