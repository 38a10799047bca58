import { BrandMark } from '@/components/ui/brand-mark'
import { classNames } from '@/lib/client/class-names'

/** The mark with the name; collapsed, the name is for screen readers alone. */
export function Brand({ collapsed = false }: { collapsed?: boolean }) {
  return (
    <span className="flex items-center gap-2">
      <BrandMark className="size-6 shrink-0" />
      <span className={classNames('font-semibold text-base tracking-tight', collapsed && 'sr-only')}>Lambdascope</span>
    </span>
  )
}
