'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { Notice } from '@/components/ui/notice'

/** Documents come within a minute of a summary. */
const LOOK_AGAIN_MS = 5_000

/** Stands where segments of a trace are still to come, and looks for them until they are there. */
export function UnreadTrace() {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh()
    }, LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [router])
  return (
    <Notice kind="waiting" title="The segments of this trace have not been read yet" live>
      Its summary is known; its documents follow within a minute, and are then shown here.
    </Notice>
  )
}
