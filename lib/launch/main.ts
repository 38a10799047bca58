import { launch } from '@/lib/launch/launch'
import { LaunchError } from '@/lib/launch/launch-error'
import { readLaunchSettings } from '@/lib/launch/read-launch-settings'
import { createSupervisor } from '@/lib/launch/supervisor'

/** npm passes a terminal's Ctrl-C on to a process that the terminal has told already: one key press, two signals. */
const SAME_SIGNAL_MS = 500

// The SDK's reminder of its next Node version would come from every process at every start; the README has it once.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'

let endingSince: number | null = null

const supervisor = createSupervisor((reason) => void end(1, `${reason} Everything is stopped; see its lines above.`))

async function end(code: number, message?: string): Promise<void> {
  if (endingSince !== null) return
  endingSince = performance.now()
  await supervisor.stop()
  if (message !== undefined) console.error(message)
  process.exit(code)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (endingSince === null) {
      console.log(`Stopping (${signal}).`)
      void end(0)
    } else if (performance.now() - endingSince > SAME_SIGNAL_MS) {
      void supervisor.stop()
      process.exit(1)
    }
  })
}

for (const stream of [process.stdout, process.stderr]) {
  // A reader that went away, as in `npm start | head`, is no reason to stop.
  stream.on('error', () => {})
}

try {
  const ready = await launch(readLaunchSettings(process.env), supervisor)
  if (endingSince === null) console.log(`Lambdascope is ready: ${ready}`)
} catch (error) {
  await end(1, error instanceof LaunchError ? error.message : describe(error))
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
