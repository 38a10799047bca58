import type { ReactNode } from 'react'

/** Boxes in the sizes of what will come. */
export function SkeletonTable({ rows = 12 }: { rows?: number }) {
  return (
    <div className="rounded-(--radius) border bg-surface">
      <div className="h-[32px] border-b" />
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all the same
        <div key={row} className="flex h-[32px] items-center gap-6 border-b border-b-grid px-3 last:border-b-0">
          <div className="skeleton h-3 w-48" />
          <div className="skeleton h-3 flex-1" />
          <div className="skeleton h-3 w-24" />
        </div>
      ))}
    </div>
  )
}

export function SkeletonTitle() {
  return <div className="skeleton h-7 w-56" />
}

export function SkeletonTiles({ count = 7 }: { count?: number }) {
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(136px,1fr))] gap-px overflow-hidden rounded-(--radius) border bg-surface">
      {Array.from({ length: count }, (_, tile) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the tiles are all the same
        <div key={tile} className="h-[86px] p-3 outline outline-line">
          <div className="skeleton h-3 w-20" />
          <div className="skeleton mt-3 h-6 w-16" />
        </div>
      ))}
    </div>
  )
}

export function SkeletonPage({ children }: { children: ReactNode }) {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-4">
      {children}
    </div>
  )
}
