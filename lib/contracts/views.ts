import * as z from 'zod/mini'
import { AtMs } from '@/lib/contracts/primitives'

/** Pages whose views can be saved. */
export const ViewPage = z.enum(['functions', 'traces', 'logs', 'issues', 'changes'])
export type ViewPage = z.infer<typeof ViewPage>

export const ListViewsRequest = z.strictObject({ page: ViewPage })
export type ListViewsRequest = z.infer<typeof ListViewsRequest>

const ViewName = z.string().check(z.trim(), z.minLength(1), z.maxLength(80))

/** query: what stands behind the "?" of the page's URL. */
export const SaveViewRequest = z.strictObject({
  page: ViewPage,
  name: ViewName,
  query: z.string().check(z.maxLength(4000)),
})
export type SaveViewRequest = z.infer<typeof SaveViewRequest>

export const SavedView = z.object({ id: z.int(), name: z.string(), query: z.string(), createdAtMs: AtMs })
export type SavedView = z.infer<typeof SavedView>

export const ListViewsResponse = z.object({ items: z.array(SavedView) })
export type ListViewsResponse = z.infer<typeof ListViewsResponse>
