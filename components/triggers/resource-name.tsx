import { ConsoleLink } from '@/components/ui/console-link'
import { resourceUrl } from '@/lib/domain/console-resources'
import { shortArn } from '@/lib/domain/short-arn'

/** A queue, topic or stream by its service and name, which leads to it in AWS where its page is known. */
export function ResourceName({ arn }: { arn: string }) {
  const inAws = resourceUrl(arn)
  return (
    <span title={arn} className="inline-flex min-w-0 items-center">
      <span className="min-w-0 break-all">{shortArn(arn)}</span>
      {inAws !== null && <ConsoleLink to={inAws} of={shortArn(arn)} />}
    </span>
  )
}
