/** A lambda under a lens, on a tile. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
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
  )
}
