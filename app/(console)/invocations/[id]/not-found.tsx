import { AppLink } from '@/components/ui/app-link'
import { buttonClass } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

export default function InvocationNotFound() {
  return (
    <Notice
      kind="empty"
      isPage
      title="This invocation is not known"
      className="min-h-[60vh]"
      actions={
        <AppLink to="/functions" className={buttonClass('primary')}>
          See all functions
        </AppLink>
      }
    >
      Its log lines may not have been pulled yet, or are no longer kept. Invocations are stored for some days.
    </Notice>
  )
}
