import { type LayoutTask, layoutTask } from '@/components/traces/layout-task'

/** Lays a map out beside the page, which goes on answering meanwhile. */
self.onmessage = ({ data }: MessageEvent<LayoutTask>) => self.postMessage(layoutTask(data))
