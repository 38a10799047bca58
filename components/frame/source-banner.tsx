'use client'

import { FlaskConical } from 'lucide-react'
import { Popover } from '@/components/ui/popover'

/** Says on every page that the figures are not those of a real account. */
export function SourceBanner() {
  return (
    <div className="border-b bg-cold-soft px-4 py-1.5 text-xs">
      <FlaskConical aria-hidden className="mr-2 inline size-3.5 align-text-bottom text-cold" />
      <strong className="font-semibold">Simulated data.</strong> This is a fleet of the built-in simulator, not of an
      AWS account.{' '}
      <Popover
        label="How to connect an account"
        width={420}
        className="rounded font-medium text-accent hover:underline"
        trigger="How to connect"
      >
        <div className="flex flex-col gap-2 p-4 text-muted text-sm">
          <h2 className="font-medium text-text">Connect an AWS account</h2>
          <p>
            Give the process credentials as for the AWS CLI (a profile, environment variables or a role) and the regions
            to read, then start again:
          </p>
          <pre className="overflow-x-auto rounded bg-sunken p-2 text-text text-xs">
            {'AWS_PROFILE=my-profile \\\nLAMBDASCOPE_REGIONS=eu-west-1 npm start'}
          </pre>
          <p>Reading is enough. The README holds the least-privilege policy. What is simulated stays apart from it.</p>
        </div>
      </Popover>
    </div>
  )
}
