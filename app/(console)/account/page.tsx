import type { Metadata } from 'next'
import { PasswordForm } from '@/components/account/password-form'
import { PageTitle } from '@/components/ui/page-title'
import { Panel } from '@/components/ui/panel'
import { requireSession } from '@/lib/server/auth/require-session'
import { hasPassword } from '@/lib/server/queries/has-password'
import { webDb } from '@/lib/server/web-db'

export const metadata: Metadata = { title: 'Account' }

export default async function AccountPage() {
  const user = await requireSession()
  return (
    <div className="flex max-w-xl flex-col gap-4">
      <PageTitle>Account</PageTitle>
      <Panel title="Who you are">
        <dl className="grid grid-cols-[120px_1fr] gap-y-1 px-3 pb-3 text-sm">
          <dt className="text-muted">Name</dt>
          <dd>{user.name}</dd>
          <dt className="text-muted">E-mail</dt>
          <dd className="break-all">{user.email}</dd>
          <dt className="text-muted">Role</dt>
          <dd>{user.role}</dd>
        </dl>
      </Panel>
      <Panel title="Password" help="With a password you can sign in without the link that the start prints.">
        <PasswordForm isSet={await hasPassword(webDb(), user.email)} />
      </Panel>
    </div>
  )
}
