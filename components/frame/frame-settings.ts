import type { HealthResponse } from '@/lib/contracts/health'

/** What the server knows about who looks and at what, before anything is drawn. */
export type FrameSettings = {
  source: 'aws' | 'simulator'
  user: { name: string; email: string; role: string }
  health: HealthResponse
  theme: 'system' | 'light' | 'dark'
  zone: string
  nowMs: number
  navCollapsed: boolean
}
