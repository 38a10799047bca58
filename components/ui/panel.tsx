import type { ReactNode } from 'react'
import { HelpMark } from '@/components/ui/help-mark'
import { classNames } from '@/lib/client/class-names'

type Props = {
  /** What a #fragment names. */
  id?: string
  title: ReactNode
  help?: string
  actions?: ReactNode
  children: ReactNode
  className?: string
  bodyClassName?: string
}

/** A bordered part of a page with its own heading. */
export function Panel({ id, title, help, actions, children, className, bodyClassName }: Props) {
  return (
    <section
      id={id}
      className={classNames(
        'flex min-w-0 scroll-mt-16 flex-col rounded-(--radius) border border-line bg-surface',
        className,
      )}
    >
      <header className="flex min-h-10 items-center gap-2 px-3 pt-1">
        <h2 className="flex min-w-0 items-center gap-1.5 truncate font-medium text-sm">{title}</h2>
        {help !== undefined && <HelpMark text={help} />}
        <div className="ml-auto flex items-center gap-1">{actions}</div>
      </header>
      <div className={classNames('min-w-0 flex-1', bodyClassName)}>{children}</div>
    </section>
  )
}
