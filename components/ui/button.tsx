import type { ComponentProps } from 'react'
import { classNames } from '@/lib/client/class-names'

export const BUTTON_LOOKS = {
  primary: 'border-transparent bg-accent-solid text-on-accent hover:brightness-110',
  secondary: 'border-line-strong bg-surface text-text hover:bg-hover',
  ghost: 'border-transparent bg-transparent text-muted hover:bg-hover hover:text-text',
}

type Props = ComponentProps<'button'> & { look?: keyof typeof BUTTON_LOOKS; size?: 'sm' | 'md' }

export function buttonClass(look: keyof typeof BUTTON_LOOKS, size: 'sm' | 'md' = 'md'): string {
  return classNames(
    'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-(--radius) border font-medium disabled:cursor-not-allowed disabled:opacity-50',
    size === 'sm' ? 'h-7 px-2 text-xs' : 'h-8 px-3 text-sm',
    BUTTON_LOOKS[look],
  )
}

export function Button({ look = 'secondary', size = 'md', className, type = 'button', ...rest }: Props) {
  return <button type={type} className={classNames(buttonClass(look, size), className)} {...rest} />
}
