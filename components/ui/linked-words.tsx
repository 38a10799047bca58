import { AppLink } from '@/components/ui/app-link'

const SYNC_PAGE = 'the Sync page'

/** A sentence in which the Sync page, where it is named, is a link to it. */
export function LinkedWords({ text }: { text: string }) {
  const [before = '', ...others] = text.split(SYNC_PAGE)
  return (
    <>
      {before}
      {others.map((after) => (
        <span key={after}>
          <AppLink to="/sync" className="text-accent hover:underline">
            {SYNC_PAGE}
          </AppLink>
          {after}
        </span>
      ))}
    </>
  )
}
