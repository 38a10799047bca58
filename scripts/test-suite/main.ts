import { mkdirSync, rmSync } from 'node:fs'
import { runStep } from '@/scripts/test-suite/run-step'
import { runSuite } from '@/scripts/test-suite/run-suite'
import { EVERYTHING, QUICK_CHECKS } from '@/scripts/test-suite/suite-steps'

rmSync('test-results/suite', { recursive: true, force: true })
mkdirSync('test-results/suite', { recursive: true })
const { passed, failed, left } = await runSuite(process.argv[2] === 'verify' ? QUICK_CHECKS : EVERYTHING, runStep)
if (left > 0) console.log(`${left} ${left === 1 ? 'step was' : 'steps were'} not run`)
// The last line counts the tests of all steps that ran.
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
