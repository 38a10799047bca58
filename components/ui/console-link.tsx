import { ExternalLink } from 'lucide-react'

/** Opens in AWS's console what stands beside it. of: what that is, for those who hear the link alone. */
export function ConsoleLink({ to, of }: { to: string; of: string }) {
  return (
    <a
      href={to}
      target="_blank"
      rel="noreferrer"
      aria-label={`Open ${of} in AWS`}
      title="Open in AWS"
      className="inline-grid size-[24px] shrink-0 place-items-center rounded text-faint hover:bg-hover hover:text-text"
    >
      <ExternalLink aria-hidden className="size-3.5" />
    </a>
  )
}
