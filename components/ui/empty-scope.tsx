import { AppLink } from '@/components/ui/app-link'
import { buttonClass } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

/** path: of the page, which the way out opens for everything that is pulled. */
type Props = { title: string; path: string; isPage?: boolean }

/** Nothing is known of the accounts and regions that a page is narrowed to: no filter of the page left it out. */
export function EmptyScope({ title, path, isPage = false }: Props) {
  return (
    <Notice
      kind="empty"
      title={title}
      isPage={isPage}
      actions={
        <>
          <AppLink to={path} params={{ scope: null, place: null }} className={buttonClass('primary')}>
            Show all accounts and regions
          </AppLink>
          <AppLink to="/sync" className={buttonClass('secondary')}>
            See what is being pulled
          </AppLink>
        </>
      }
    >
      The accounts and regions of this page have none that was pulled: there may be none, or it is not read yet.
    </Notice>
  )
}
