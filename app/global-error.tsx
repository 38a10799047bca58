'use client'

import './globals.css'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main className="grid min-h-dvh place-items-center">
          <Notice
            kind="error"
            isPage
            title="Lambdascope could not be shown"
            actions={
              <Button look="primary" onClick={reset}>
                Try again
              </Button>
            }
          >
            The server failed or its database cannot be reached. Its log says why.
            {error.digest !== undefined && ` Reference ${error.digest}.`}
          </Notice>
        </main>
      </body>
    </html>
  )
}
