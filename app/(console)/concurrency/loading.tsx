import { SkeletonPage, SkeletonTable, SkeletonTitle } from '@/components/ui/skeletons'

export default function Loading() {
  return (
    <SkeletonPage>
      <SkeletonTitle />
      <div className="skeleton h-[152px]" />
      <div className="skeleton h-[234px]" />
      <SkeletonTable rows={10} />
    </SkeletonPage>
  )
}
