import { classNames } from '@/lib/client/class-names'

/** The mark: a lambda under a lens. */
export function Brand({ collapsed = false }: { collapsed?: boolean }) {
  return (
    <span className="flex items-center gap-2">
      <svg viewBox="0 0 32 32" aria-hidden="true" className="size-6 shrink-0">
        <rect width="32" height="32" rx="7" className="fill-accent-solid" />
        <path
          d="M7 21.5 12 10h2.6l5.2 11.5M13.2 13.6 9.6 21.5"
          fill="none"
          stroke="#fff"
          strokeWidth="2.4"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
        <circle cx="23" cy="12" r="3.1" fill="none" stroke="#fff" strokeWidth="2.2" />
      </svg>
      <span className={classNames('font-semibold text-base tracking-tight', collapsed && 'sr-only')}>Lambdascope</span>
    </span>
  )
}
