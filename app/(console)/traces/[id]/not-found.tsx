import { LookUpTrace } from '@/components/traces/look-up-trace'
import { AppLink } from '@/components/ui/app-link'
import { buttonClass } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

export default function TraceNotFound() {
  return (
    <Notice
      kind="empty"
      isPage
      title="This trace is not known"
      className="min-h-[60vh]"
      actions={
        <>
          <AppLink to="/traces" className={buttonClass('primary')}>
            See all traces
          </AppLink>
          <LookUpTrace />
        </>
      }
    >
      It may not have been sampled, not been pulled yet, or is no longer kept. Both forms of a trace ID are understood:
      1-5f84c7a5-… and 32 hexadecimal digits.
    </Notice>
  )
}
