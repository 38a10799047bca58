import { SkeletonPage, SkeletonTitle } from '@/components/ui/skeletons'

export default function Loading() {
  return (
    <SkeletonPage>
      <SkeletonTitle />
      <div className="skeleton h-32 max-w-xl" />
      <div className="skeleton h-56 max-w-xl" />
    </SkeletonPage>
  )
}
