import { Check } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from '@/lib/client/class-names'

type Props = Omit<ComponentProps<'button'>, 'children'> & { checked?: boolean; hint?: ReactNode; children: ReactNode }

/** One choice of a popover. checked: this one is in force; without it the item is a plain action. */
export function MenuItem({ checked, hint, children, className, ...rest }: Props) {
  return (
    <button
      type="button"
      aria-pressed={checked}
      className={classNames(
        'flex min-h-8 w-full items-center gap-2 rounded-(--radius) px-2 py-1 text-left text-sm hover:bg-hover',
        className,
      )}
      {...rest}
    >
      {checked !== undefined && (
        <Check aria-hidden className={classNames('size-3.5 shrink-0 text-accent', !checked && 'invisible')} />
      )}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {hint !== undefined && <span className="figures shrink-0 text-faint text-xs">{hint}</span>}
    </button>
  )
}
