import { layOutMap } from '@/components/traces/lay-out-map'
import type { LayoutTask } from '@/components/traces/layout-task'

/** Lays a map out beside the page, which goes on answering meanwhile. */
self.onmessage = ({ data }: MessageEvent<LayoutTask>) => self.postMessage(layOutMap(data))
