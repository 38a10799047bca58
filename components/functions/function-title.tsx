'use client'

import { ModeBadges } from '@/components/functions/mode-badges'
import { QualifierPicker } from '@/components/functions/qualifier-picker'
import { AppLink } from '@/components/ui/app-link'
import { buttonClass } from '@/components/ui/button'
import { PageTitle } from '@/components/ui/page-title'
import { usePlaceWords } from '@/lib/client/known-places'
import { oneFunction } from '@/lib/client/one-function'
import { useViewParams } from '@/lib/client/view-params'
import type { FunctionDetail } from '@/lib/contracts/function-detail'
import { functionUrl } from '@/lib/domain/console-links'
import { formatMemory } from '@/lib/domain/format'

/** The qualifier is the URL's, which changes without the page being asked for again. */
export function FunctionTitle({ detail }: { detail: FunctionDetail }) {
  const qualifier = useViewParams().params.get('qualifier')
  const placeWords = usePlaceWords()
  const isLatest = qualifier === null || qualifier === '$LATEST'
  const facts = [
    // What the title tells is of $LATEST, whichever qualifier is named beside it.
    isLatest ? null : '$LATEST',
    detail.runtime,
    detail.architecture,
    detail.memoryMb === null ? null : formatMemory(detail.memoryMb),
    placeWords(detail) ?? detail.region,
  ]
  return (
    <PageTitle
      aside={
        <>
          <QualifierPicker detail={detail} qualifier={qualifier} />
          <ModeBadges modes={detail.modes} inferred={detail.inferred} />
          <p className="min-w-0 truncate text-muted text-sm">{facts.filter((fact) => fact !== null).join(' · ')}</p>
          <div className="flex gap-2 sm:ml-auto">
            <AppLink to="/traces" params={oneFunction(detail)} className={buttonClass('secondary', 'sm')}>
              Traces
            </AppLink>
            <a href={functionUrl(detail)} target="_blank" rel="noreferrer" className={buttonClass('ghost', 'sm')}>
              Open in AWS
            </a>
          </div>
        </>
      }
    >
      {detail.name}
    </PageTitle>
  )
}
