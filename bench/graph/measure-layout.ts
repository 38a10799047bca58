import type { Browser } from '@playwright/test'
import { build } from 'esbuild'
import { NAME_HELPER } from '@/bench/name-helper'

/** What the worker is asked. */
type LayoutTask = { key: string; ids: string[]; edges: { from: string; to: string }[] }

const WORKER = 'components/traces/layout-map.worker.ts'

/** The very worker of the Map in a browser: median time from asking to the answer, and the longest gap between two tasks of the page meanwhile. */
export async function measureLayout(
  browser: Browser,
  nodes: number,
  runs: number,
): Promise<{ layoutMs: number; blockedMs: number; runs: number }> {
  const { outputFiles } = await build({
    entryPoints: [WORKER],
    bundle: true,
    write: false,
    format: 'iife',
    minify: true,
    alias: { '@': process.cwd() },
    jsx: 'automatic',
    loader: { '.ts': 'ts', '.tsx': 'tsx' },
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  const page = await browser.newPage()
  try {
    const code = outputFiles[0]?.text ?? ''
    await page.evaluate(NAME_HELPER)
    const measured = await page.evaluate(layOut, { code, task: taskOf(nodes), runs })
    const [times, gaps] = [measured.times.sort((a, b) => a - b), measured.gaps]
    return { layoutMs: times[Math.floor(times.length / 2)] ?? Number.NaN, blockedMs: Math.max(...gaps), runs }
  } finally {
    await page.close()
  }
}

/** Runs in the page. */
async function layOut({ code, task, runs }: { code: string; task: LayoutTask; runs: number }) {
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })))
  const times: number[] = []
  const gaps: number[] = []
  for (let at = 0; at < runs; at += 1) {
    let isDone = false
    let lastMs = performance.now()
    let longestMs = 0
    const beat = () => {
      const nowMs = performance.now()
      longestMs = Math.max(longestMs, nowMs - lastMs)
      lastMs = nowMs
      if (!isDone) setTimeout(beat, 0)
    }
    setTimeout(beat, 0)
    const startedMs = performance.now()
    await new Promise((resolve, reject) => {
      worker.onmessage = resolve
      worker.onerror = reject
      worker.postMessage({ ...task, key: String(at) })
    })
    times.push(performance.now() - startedMs)
    isDone = true
    gaps.push(longestMs)
  }
  worker.terminate()
  return { times, gaps }
}

/** Layers of services that each call a few of the next, as fleets do, and some that call back. */
function taskOf(nodes: number): LayoutTask {
  const ids = Array.from({ length: nodes }, (_, at) => `AWS::Lambda::Function|111122223333|function-${at}`)
  const edges = ids.flatMap((from, at) =>
    [at * 2 + 1, at * 2 + 2, (at * 7 + 13) % nodes].flatMap((target) => {
      const to = ids[target]
      return to === undefined || to === from ? [] : [{ from, to }]
    }),
  )
  return { key: '', ids, edges }
}
