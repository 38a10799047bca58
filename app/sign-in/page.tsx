import type { Metadata } from 'next'
import { SignInForm } from '@/app/sign-in/sign-in-form'
import { BrandMark } from '@/components/ui/brand-mark'
import { samePathOnly } from '@/lib/client/same-path-only'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { next, link } = await searchParams
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="flex w-full max-w-sm flex-col gap-6">
        <div className="flex flex-col items-center gap-3 text-center">
          <BrandMark className="size-9" />
          <h1 className="font-semibold text-title">Sign in to Lambdascope</h1>
        </div>
        {link === 'expired' && <ExpiredLink />}
        <div className="rounded-(--radius) border bg-surface p-5">
          <SignInForm next={samePathOnly(typeof next === 'string' ? next : undefined)} />
        </div>
        <p className="text-balance text-center text-muted text-sm">
          No password yet? The link that <code>npm start</code> printed last signs the first admin in; the Account page
          then sets a password.
        </p>
      </div>
    </main>
  )
}

function ExpiredLink() {
  return (
    <div role="alert" className="rounded-(--radius) border border-line-strong bg-error-soft p-3 text-sm">
      <p className="font-medium">This sign-in link does not work.</p>
      <p>
        It is mistyped, or older than 24 hours. Restart Lambdascope: <code>npm start</code> prints a new link as its
        last line.
      </p>
    </div>
  )
}
