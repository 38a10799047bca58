const LEAST_MB = 128
/** The most that Lambda gives a function. */
export const MOST_MEMORY_MB = 10_240
const STEP_MB = 64
/** Room above the highest Max Memory Used that was seen. */
const ROOM = 1.25
/** A smaller size has to be smaller by this much to be worth a deployment. */
const WORTH_SHARE = 0.75

/** The Memory Size that holds the highest use with a quarter to spare, in steps of 64 MB as sizes are usually chosen. */
export function fitMemory(maxMemoryUsedMb: number): number {
  return Math.min(MOST_MEMORY_MB, Math.max(LEAST_MB, Math.ceil((maxMemoryUsedMb * ROOM) / STEP_MB) * STEP_MB))
}

/** Whether a size that fits is so much smaller than the one there is that it is advised. */
export function isWorthLowering(memoryMb: number, fitMb: number): boolean {
  return fitMb <= memoryMb * WORTH_SHARE
}
