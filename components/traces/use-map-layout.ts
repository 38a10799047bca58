'use client'

import { useEffect, useRef, useState } from 'react'
import type { LayoutTask, MapLayout } from '@/components/traces/layout-task'

/**
 * Where the nodes stand, computed in a worker; null until the first answer. What was there stays until the next is done.
 * `first`: what the server laid out.
 */
export function useMapLayout(task: LayoutTask, first: MapLayout | null): MapLayout | null {
  const [layout, setLayout] = useState(first)
  const worker = useRef<Worker | null>(null)
  useEffect(() => {
    const own = new Worker(new URL('./layout-map.worker.ts', import.meta.url), { type: 'module' })
    own.onmessage = ({ data }: MessageEvent<MapLayout>) => setLayout(data)
    worker.current = own
    return () => {
      worker.current = null
      own.terminate()
    }
  }, [])
  const isThere = layout?.key === task.key
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the task
  useEffect(() => {
    if (!isThere) worker.current?.postMessage(task)
  }, [task.key, isThere])
  return layout
}
