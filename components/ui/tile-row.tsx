import type { ReactNode } from 'react'

/** Tiles side by side with hairlines between them. On a phone two are beside each other, and the last of an odd number fills its row. */
export function TileRow({ children, label }: { children: ReactNode; label: string }) {
  return (
    <section
      aria-label={label}
      className="grid max-sm:[&>:last-child:nth-child(odd)]:col-span-2 grid-cols-[repeat(auto-fit,minmax(136px,1fr))] gap-px overflow-hidden rounded-(--radius) border border-line bg-surface"
    >
      {children}
    </section>
  )
}
