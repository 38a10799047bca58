'use client'

import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

/** A panel's answer did not come: what the server said, and another try. */
export function QueryError({ error, onRetry, className }: { error: Error; onRetry: () => void; className?: string }) {
  return (
    <Notice
      kind="error"
      title="This could not be loaded"
      className={className}
      live
      actions={<Button onClick={onRetry}>Try again</Button>}
    >
      <p className="break-words">{error.message}</p>
    </Notice>
  )
}
