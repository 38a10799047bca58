import { spawn } from 'node:child_process'

/**
 * Runs one program to its end with our terminal. Its group ends with us when we are told to stop.
 * Rejects with what failed and `exitCode`.
 */
export function runStep(what, command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const stop = (signal) => {
      try {
        process.kill(-child.pid, 'SIGTERM')
      } catch {
        // It has just ended by itself.
      }
      process.exit(signal === 'SIGINT' ? 130 : 143)
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
    const settle = (error) => {
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
      error ? reject(error) : resolve()
    }
    child.once('error', (error) => settle(new Error(`${what} could not be started: ${error.message}`)))
    child.once('exit', (code, signal) => {
      if (code === 0) return settle()
      settle(
        Object.assign(new Error(`${what} failed (${signal ?? `exit code ${code}`}); see its lines above.`), {
          exitCode: 1,
        }),
      )
    })
  })
}
