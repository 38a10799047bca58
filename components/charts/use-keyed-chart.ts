'use client'

import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { takeTurn } from '@/lib/client/take-turn'

type KeyedChart = typeof import('@/components/charts/keyed-chart')['default']

/**
 * What draws a chart, once its code is there and it is this chart's turn; null until then. Drawn in one task, the charts of
 * a page would keep it from answering for a third of a second.
 */
export function useKeyedChart(): KeyedChart | null {
  const [chart, setChart] = useState<{ draw: KeyedChart } | null>(null)
  useEffect(() => {
    let isGone = false
    let callOff = () => {}
    const load = async () => {
      const { default: draw } = await import('@/components/charts/keyed-chart')
      if (!isGone) callOff = takeTurn(() => flushSync(() => setChart({ draw })))
    }
    // Code that does not come is told by the page's error boundary, as of all other code.
    load().catch((error: unknown) =>
      setChart(() => {
        throw error
      }),
    )
    return () => {
      isGone = true
      callOff()
    }
  }, [])
  return chart?.draw ?? null
}
