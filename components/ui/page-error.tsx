'use client'

import { AppLink } from '@/components/ui/app-link'
import { Button, buttonClass } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

/** A page failed on the server. The digest is what the server's log names the failure by. */
export function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Notice
      kind="error"
      isPage
      title="This page could not be shown"
      live
      className="min-h-[60vh]"
      actions={
        <>
          <Button look="primary" onClick={reset}>
            Try again
          </Button>
          <AppLink to="/sync" className={buttonClass('secondary')}>
            See what was pulled
          </AppLink>
        </>
      }
    >
      <p>The server failed while it put the page together. Its log says why.</p>
      {error.digest !== undefined && (
        <p className="mt-1">
          Reference <code className="text-xs">{error.digest}</code>
        </p>
      )}
    </Notice>
  )
}
