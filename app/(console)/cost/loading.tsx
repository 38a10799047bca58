import { SkeletonPage, SkeletonTable, SkeletonTiles, SkeletonTitle } from '@/components/ui/skeletons'

export default function Loading() {
  return (
    <SkeletonPage>
      <SkeletonTitle />
      <SkeletonTiles count={9} />
      <div className="skeleton h-72" />
      <SkeletonTable rows={12} />
    </SkeletonPage>
  )
}
