import { AwsFailure } from '@/lib/sync/aws/aws-failure'

/** Null instead of a failure for what AWS says does not exist. */
export async function nullWhenGone<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof AwsFailure && error.kind === 'gone') return null
    throw error
  }
}
