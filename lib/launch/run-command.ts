import { LaunchError } from '@/lib/launch/launch-error'

/** Runs a command line's main and ends the process: 0, or 1 with the reason on stderr (the stack only of a defect). */
export async function runCommand(main: () => Promise<number | undefined>): Promise<never> {
  try {
    process.exit((await main()) ?? 0)
  } catch (error) {
    console.error(error instanceof LaunchError ? error.message : error)
    process.exit(1)
  }
}
