import { SkeletonPage, SkeletonTable, SkeletonTitle } from '@/components/ui/skeletons'

export default function Loading() {
  return (
    <SkeletonPage>
      <SkeletonTitle />
      <div className="skeleton h-8 w-full sm:w-2/3" />
      <SkeletonTable rows={16} />
    </SkeletonPage>
  )
}
