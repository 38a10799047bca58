import { AppLink } from '@/components/ui/app-link'
import { buttonClass } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

export default function FunctionNotFound() {
  return (
    <Notice
      kind="empty"
      isPage
      title="This function is not known"
      className="min-h-[60vh]"
      actions={
        <>
          <AppLink to="/functions" className={buttonClass('primary')}>
            See all functions
          </AppLink>
          <AppLink to="/sync" className={buttonClass('secondary')}>
            See what was pulled
          </AppLink>
        </>
      }
    >
      No account and region that is pulled has a function or qualifier of this name. It may have been deleted, or its
      region is not among those read.
    </Notice>
  )
}
