import { spawn } from 'node:child_process'
import { expect, it } from 'vitest'
import { isRunning, listDescendants, type RunningProcess } from '@/e2e/fixtures/list-descendants'
import { type ChildSpec, createSupervisor } from '@/lib/launch/supervisor'

function child(name: string, script: string, more: Partial<ChildSpec> = {}): ChildSpec {
  return {
    name,
    spawn: () => spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] }),
    stopSignal: 'SIGTERM',
    endSignal: 'SIGKILL',
    graceMs: 10_000,
    stopStage: 1,
    ...more,
  }
}

async function waitForProcess(command: string): Promise<RunningProcess> {
  for (;;) {
    const found = listDescendants(process.pid).find((running) => running.command === command)
    if (found) return found
    await new Promise((resolve) => setImmediate(resolve))
  }
}

it('gives up on a child that crashes six times within a minute, and says how it ended', async () => {
  const reason = await new Promise<string>((resolve) => createSupervisor(resolve).run(child('flaky', 'exit 3')))
  expect(reason).toBe('flaky stopped 6 times within a minute (exit code 3).')
})

it('does not start what it cannot prepare, and says why', async () => {
  const beforeSpawn = () => Promise.reject(new Error('no database'))
  const reason = await new Promise<string>((resolve) =>
    createSupervisor(resolve).run(child('worker', 'exit 0', { beforeSpawn })),
  )
  expect(reason).toBe('worker could not be started: no database')
})

it('ends the whole group of a child that ignores being told to stop, and leaves nobody behind', async () => {
  const supervisor = createSupervisor((reason) => expect.unreachable(reason))
  supervisor.run(child('stubborn', "trap '' TERM; sleep 1234.5 & wait; sleep 1234.5", { graceMs: 300 }))
  const grandchild = await waitForProcess('sleep 1234.5')
  await supervisor.stop()
  await expect.poll(() => isRunning(grandchild)).toBe(false)
})

it('stops the stages one after the other', async () => {
  const supervisor = createSupervisor((reason) => expect.unreachable(reason))
  const ended: string[] = []
  const noting = (name: string, stopStage: number) => {
    const spec = child(name, `exec sleep 1234.${stopStage}`, { stopStage })
    return { ...spec, spawn: () => spec.spawn().once('exit', () => ended.push(name)) }
  }
  supervisor.run(noting('database', 2))
  supervisor.run(noting('web', 1))
  await waitForProcess('sleep 1234.1')
  await waitForProcess('sleep 1234.2')
  await supervisor.stop()
  expect(ended).toEqual(['web', 'database'])
})
