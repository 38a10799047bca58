import { SkeletonPage, SkeletonTable, SkeletonTiles, SkeletonTitle } from '@/components/ui/skeletons'

export default function Loading() {
  return (
    <SkeletonPage>
      <SkeletonTitle />
      <SkeletonTiles />
      <div className="grid grid-cols-1 gap-4 md:grid-cols-2">
        <div className="skeleton h-60" />
        <div className="skeleton h-60" />
      </div>
      <SkeletonTable rows={10} />
    </SkeletonPage>
  )
}
