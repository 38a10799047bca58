/** Max Memory Used as a share of Memory Size: from inclusive, to exclusive. */
export const MEMORY_BANDS = {
  'under-50': { from: 0, to: 0.5 },
  '50-75': { from: 0.5, to: 0.75 },
  '75-90': { from: 0.75, to: 0.9 },
  'over-90': { from: 0.9, to: Number.POSITIVE_INFINITY },
} as const

export type MemoryBand = keyof typeof MEMORY_BANDS
export const MEMORY_BAND_NAMES = ['under-50', '50-75', '75-90', 'over-90'] as const
