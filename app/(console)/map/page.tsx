import type { Metadata } from 'next'
import { ScopeCoverage } from '@/components/frame/scope-coverage'
import { NothingPulled } from '@/components/sync/nothing-pulled'
import { drawMap } from '@/components/traces/draw-map'
import { layOutMap } from '@/components/traces/lay-out-map'
import { layoutTaskOf } from '@/components/traces/layout-task'
import { MapScreen } from '@/components/traces/map-screen'
import { readMapView } from '@/components/traces/read-map-view'
import { type MapChoice, mapKey, mapRequest, readMapChoice } from '@/lib/client/map-options'
import { rangeWindow } from '@/lib/client/range-param'
import { toParams } from '@/lib/client/to-params'
import { AppError } from '@/lib/server/app-error'
import { requireSession } from '@/lib/server/auth/require-session'
import { getMap } from '@/lib/server/queries/get-map'
import { webDb } from '@/lib/server/web-db'

export const metadata: Metadata = { title: 'Map' }

/** A larger one is laid out in the browser's worker: the server has others to answer. */
const MOST_LAID_OUT = 60

export default async function MapPage({ searchParams }: PageProps<'/map'>) {
  await requireSession()
  const params = toParams(await searchParams)
  return (
    <>
      <ScopeCoverage />
      <MapScreen
        initial={await firstMap(readMapChoice(params), readMapView(params).groupBy)}
        whenNothing={<NothingPulled title="No trace of this window is read yet" kind="traces" />}
      />
    </>
  )
}

/** A function that is not known is refused; the screen asks again and shows why. */
async function firstMap(choice: MapChoice, groupBy: string) {
  const nowMs = Date.now()
  const { from, to } = rangeWindow(choice.range, nowMs)
  try {
    const page = await getMap(webDb(), mapRequest(choice, from, to), nowMs)
    const drawn = drawMap(page, groupBy)
    const isSmall = drawn.nodes.length > 0 && drawn.nodes.length <= MOST_LAID_OUT
    return { key: mapKey(choice), page, layout: isSmall ? layOutMap(layoutTaskOf(drawn)) : null }
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
