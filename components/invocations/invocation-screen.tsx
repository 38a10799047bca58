import { AttemptsPanel } from '@/components/invocations/attempts-panel'
import { EnvironmentPanel } from '@/components/invocations/environment-panel'
import { InvocationFacts } from '@/components/invocations/invocation-facts'
import { PhasesBar } from '@/components/invocations/phases-bar'
import { AppLink } from '@/components/ui/app-link'
import { buttonClass } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { LogLines } from '@/components/ui/log-lines'
import { Notice } from '@/components/ui/notice'
import { PageTitle } from '@/components/ui/page-title'
import { Panel } from '@/components/ui/panel'
import { RelativeTime } from '@/components/ui/relative-time'
import { ResultMark } from '@/components/ui/result-mark'
import { functionPath } from '@/lib/client/function-ref'
import { resultWords } from '@/lib/client/result-words'
import type { InvocationDetail } from '@/lib/contracts/invocations'

/** One attempt: its phases, what its report says, its error and its log lines. */
export function InvocationScreen({ invocation }: { invocation: InvocationDetail }) {
  const { functionName, accountId, region, requestId, traceId } = invocation
  return (
    <div className="flex flex-col gap-4">
      <PageTitle
        aside={
          <>
            <ResultMark result={invocation.result} />
            <span className="text-muted text-sm">
              <RelativeTime atMs={invocation.atMs} />
            </span>
            <div className="flex gap-2 sm:ml-auto">
              {traceId !== null && (
                <AppLink to={`/traces/${traceId}`} className={buttonClass('primary', 'sm')}>
                  Open its trace
                </AppLink>
              )}
              <AppLink
                to={functionPath({ name: functionName })}
                params={{ accountId, region }}
                className={buttonClass('secondary', 'sm')}
              >
                {functionName}
              </AppLink>
            </div>
          </>
        }
      >
        <span className="inline-flex flex-wrap items-center gap-2">
          Invocation <code className="break-all font-normal text-base text-muted">{requestId}</code>
          <CopyButton text={requestId} label="Copy the request ID" />
        </span>
      </PageTitle>
      <ErrorBox invocation={invocation} />
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_348px]">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel
            title="Phases"
            help="From the report line. Init Duration is billed on top of Duration; with SnapStart, Restore Duration stands in its place. How long extensions ran on after the response it does not say: the Overhead of its trace does, where it was traced, and CloudWatch counts it by function alone (PostRuntimeExtensionsDuration)."
          >
            <div className="px-3 pb-3">
              <PhasesBar invocation={invocation} />
            </div>
          </Panel>
          <AttemptsPanel invocation={invocation} />
          <EnvironmentPanel invocation={invocation} />
          <Panel
            title={`Log lines · ${invocation.lines.length}`}
            help="Lines of this attempt alone, in stream order, with the distance from its start."
          >
            {invocation.lines.length === 0 ? (
              <Notice kind="empty" title="No line of this invocation is stored">
                Lines are kept for some days; those of older invocations have been dropped.
              </Notice>
            ) : (
              <LogLines
                label="Log lines"
                lines={invocation.lines}
                startMs={invocation.atMs}
                truncated={invocation.linesTruncated}
                className="max-h-[70vh] rounded-b-(--radius) border-t"
              />
            )}
          </Panel>
        </div>
        <InvocationFacts invocation={invocation} />
      </div>
    </div>
  )
}

function ErrorBox({ invocation: { result, errorType, errorMessage, issueId } }: { invocation: InvocationDetail }) {
  if (errorType === null && errorMessage === null && issueId === null) return null
  return (
    <section
      aria-label="Error"
      className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 rounded-(--radius) border border-l-4 border-l-fault bg-fault-soft px-3 py-2"
    >
      <div className="min-w-0">
        <p className="font-medium text-fault">{errorType ?? resultWords(result).label}</p>
        {errorMessage !== null && (
          <p className="mt-0.5 whitespace-pre-wrap break-words font-mono text-xs">{errorMessage}</p>
        )}
      </div>
      {issueId !== null && (
        <AppLink to={`/issues/${issueId}`} className={buttonClass('secondary', 'sm')}>
          Its issue
        </AppLink>
      )}
    </section>
  )
}
