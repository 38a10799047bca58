import { AppLink } from '@/components/ui/app-link'
import { buttonClass } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

export default function IssueNotFound() {
  return (
    <Notice
      kind="empty"
      isPage
      title="This issue is not known"
      className="min-h-[60vh]"
      actions={
        <AppLink to="/issues" className={buttonClass('primary')}>
          See all issues
        </AppLink>
      }
    >
      It was not seen for longer than rollups are kept, or a better reading of the log lines showed that there was none.
    </Notice>
  )
}
