import { SkeletonPage, SkeletonTable, SkeletonTitle } from '@/components/ui/skeletons'

export default function Loading() {
  return (
    <SkeletonPage>
      <SkeletonTitle />
      <SkeletonTable rows={18} />
    </SkeletonPage>
  )
}
