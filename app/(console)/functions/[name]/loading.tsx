import { SkeletonPage, SkeletonTable, SkeletonTiles, SkeletonTitle } from '@/components/ui/skeletons'

export default function Loading() {
  return (
    <SkeletonPage>
      <SkeletonTitle />
      <SkeletonTiles />
      <SkeletonTable rows={16} />
    </SkeletonPage>
  )
}
