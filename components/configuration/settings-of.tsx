import { AppLink } from '@/components/ui/app-link'
import { type FunctionRef, functionPath } from '@/lib/client/function-ref'
import type { ConfigurationResponse } from '@/lib/contracts/configuration'
import { formatPercent } from '@/lib/domain/format'

type Props = { of: ConfigurationResponse['of']; qualifier: string | null; fn: FunctionRef }

/** Of which version the settings below are. */
export function SettingsOf({ of: { version, weights, isKnown }, qualifier, fn }: Props) {
  const others = Object.entries(weights ?? {}).filter(([name]) => name !== version)
  return (
    <p className="text-sm">
      {isKnown ? 'Settings of ' : 'AWS has not told the settings of '}
      <span className="font-medium">{version === '$LATEST' ? version : `version ${version}`}</span>
      {qualifier === null && ', which calls without a qualifier run'}
      {qualifier !== null && qualifier !== version && `, to which ${qualifier} points`}
      {others.length > 0 && (
        <>
          . {others.map(([name, share]) => `${formatPercent(share)} of its calls go to version ${name}`).join(', ')}:{' '}
          <AppLink
            to={`${functionPath(fn)}/versions`}
            params={{ accountId: fn.accountId, region: fn.region }}
            className="text-accent underline"
          >
            what is different there
          </AppLink>
        </>
      )}
      .
    </p>
  )
}
