import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { type Count, countTests } from '@/scripts/test-suite/count-tests'
import type { SuiteStep } from '@/scripts/test-suite/suite-steps'

/** Runs one step and says how it ended. prefixed: each line that it prints says of which step it is. */
export async function runStep(step: SuiteStep, { prefixed }: { prefixed: boolean }): Promise<Count> {
  const startedAt = performance.now()
  const count = countTests(step, await runCommand(step, prefixed))
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${count.failed === 0 ? 'ok' : 'FAILED'}: ${step.name} (${seconds} s)`)
  return count
}

/** Answers the exit code; 1 for what could not be started, or was killed. */
function runCommand(step: SuiteStep, prefixed: boolean): Promise<number> {
  const [command = '', ...args] = step.command
  const child = spawn(command, args, {
    stdio: ['ignore', prefixed ? 'pipe' : 'inherit', prefixed ? 'pipe' : 'inherit'],
    env: {
      ...process.env,
      ...step.env,
      PATH: `${path.resolve('node_modules/.bin')}${path.delimiter}${process.env.PATH}`,
      NEXT_TELEMETRY_DISABLED: '1',
    },
  })
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', (line) => console.log(`${step.name} | ${line}`))
  }
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`${step.name} cannot be started: ${error.message}`)
      resolve(1)
    })
    child.once('close', (code) => resolve(code ?? 1))
  })
}
