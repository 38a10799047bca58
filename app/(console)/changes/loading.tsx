import { SkeletonPage, SkeletonTable, SkeletonTitle } from '@/components/ui/skeletons'

export default function Loading() {
  return (
    <SkeletonPage>
      <SkeletonTitle />
      <div className="skeleton h-8 w-72" />
      <SkeletonTable rows={16} />
    </SkeletonPage>
  )
}
