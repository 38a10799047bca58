import type { ReactNode } from 'react'

/** Tiles side by side with hairlines between them. */
export function TileRow({ children, label }: { children: ReactNode; label: string }) {
  return (
    <section
      aria-label={label}
      className="grid grid-cols-[repeat(auto-fit,minmax(136px,1fr))] gap-px overflow-hidden rounded-(--radius) border border-line bg-surface"
    >
      {children}
    </section>
  )
}
