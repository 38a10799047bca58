import Link from 'next/link'
import { buttonClass } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <Notice
        kind="empty"
        isPage
        title="There is no such page"
        actions={
          <Link href="/functions" className={buttonClass('primary')}>
            Go to the functions
          </Link>
        }
      >
        The address may be cut short, or what it named is no longer kept.
      </Notice>
    </main>
  )
}
