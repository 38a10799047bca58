/** How a call is paced: `take` resolves when it may go out, the others say what came of it. */
export type BucketPace = {
  take(signal: AbortSignal): Promise<void>
  answered(): void
  throttled(): Promise<void>
}
