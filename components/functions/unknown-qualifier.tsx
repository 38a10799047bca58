import { AppLink } from '@/components/ui/app-link'
import { buttonClass } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { PageTitle } from '@/components/ui/page-title'
import { functionPath } from '@/lib/client/function-ref'

type Props = { name: string; qualifier: string; place: { accountId?: string | undefined; region?: string | undefined } }

/** The function is there, but no such version or alias of it. */
export function UnknownQualifier({ name, qualifier, place }: Props) {
  return (
    <div className="flex flex-col gap-4">
      <PageTitle>{name}</PageTitle>
      <Notice
        kind="empty"
        title={`${name} has no version or alias ${qualifier}`}
        actions={
          <AppLink
            to={functionPath({ name })}
            params={{ accountId: place.accountId ?? null, region: place.region ?? null }}
            className={buttonClass('primary', 'md')}
          >
            Show all of {name}
          </AppLink>
        }
      >
        It may have been deleted since the link was made.
      </Notice>
    </div>
  )
}
