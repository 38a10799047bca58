import type { ComponentProps } from 'react'
import { classNames } from '@/lib/client/class-names'

type Props = Omit<ComponentProps<'button'>, 'aria-label'> & { label: string }

/** A button that shows only an icon; label is its name and its hint. */
export function IconButton({ label, className, type = 'button', ...rest }: Props) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={classNames(
        'inline-flex size-8 shrink-0 items-center justify-center rounded-(--radius) text-muted hover:bg-hover hover:text-text disabled:opacity-40',
        className,
      )}
      {...rest}
    />
  )
}
