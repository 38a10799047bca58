/** The product's mark: a trace within a lens. */
export function SignInMark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" fill="none" className="size-9 text-accent" strokeWidth="2.25">
      <circle cx="14" cy="14" r="10" stroke="currentColor" />
      <path d="m21.5 21.5 7 7" stroke="currentColor" strokeLinecap="round" />
      <path d="M8 11h7M11 15h7M14 19h4" stroke="currentColor" strokeLinecap="round" />
    </svg>
  )
}
