'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import type { DrawnMap } from '@/components/traces/draw-map'
import { type LaidOut, layoutTaskOf, type MapLayout, pairLayout } from '@/components/traces/layout-task'

/**
 * The map and where its nodes stand, computed in a worker; null until the first answer. What was there stays, as it was,
 * until the next is laid out. `first`: what the server laid out.
 */
export function useMapLayout(map: DrawnMap, picture: string, first: MapLayout | null): LaidOut<DrawnMap> | null {
  const task = useMemo(() => layoutTaskOf(map), [map])
  const [layout, setLayout] = useState(first)
  const [shown, setShown] = useState<LaidOut<DrawnMap> | null>(null)
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
  const next = pairLayout(shown, { map, key: task.key, picture }, layout)
  if (next !== shown) setShown(next)
  return next
}
