import { CircleAlert, CircleCheck, Clock, Inbox, Info, LockKeyhole, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '@/lib/client/class-names'

const KINDS = {
  empty: { icon: Inbox, tone: 'text-faint' },
  waiting: { icon: Clock, tone: 'text-cold' },
  denied: { icon: LockKeyhole, tone: 'text-error' },
  warning: { icon: TriangleAlert, tone: 'text-error' },
  error: { icon: CircleAlert, tone: 'text-fault' },
  ok: { icon: CircleCheck, tone: 'text-ok' },
  info: { icon: Info, tone: 'text-accent' },
}

type Props = {
  kind: keyof typeof KINDS
  title: string
  children?: ReactNode
  actions?: ReactNode
  className?: string
  live?: boolean
  /** The notice is all that the page has: its title is the page's. */
  isPage?: boolean
}

/** What stands where data would stand: why there is none, and what to do. */
export function Notice({ kind, title, children, actions, className, live, isPage = false }: Props) {
  const { icon: Icon, tone } = KINDS[kind]
  const Title = isPage ? 'h1' : 'p'
  return (
    <div
      role={live ? 'status' : undefined}
      className={classNames('flex flex-col items-center justify-center gap-1 px-6 py-10 text-center', className)}
    >
      <Icon aria-hidden strokeWidth={1.5} className={classNames('mb-1 size-6', tone)} />
      <Title className="font-medium text-base">{title}</Title>
      {children !== undefined && <div className="max-w-prose text-balance text-muted text-sm">{children}</div>}
      {actions !== undefined && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}
