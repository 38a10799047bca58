import { SkeletonPage, SkeletonTable, SkeletonTiles, SkeletonTitle } from '@/components/ui/skeletons'

export default function Loading() {
  return (
    <SkeletonPage>
      <SkeletonTitle />
      <SkeletonTiles count={5} />
      <div className="skeleton h-72" />
      <SkeletonTable rows={6} />
    </SkeletonPage>
  )
}
