/** Which status colour a source's state wears. */
export function sourceTone(state: string): 'neutral' | 'ok' | 'error' | 'fault' | 'throttle' | 'cold' {
  if (state === 'ok') return 'ok'
  if (state === 'running') return 'cold'
  if (state === 'throttled' || state === 'budget') return 'throttle'
  if (state === 'failed') return 'fault'
  if (state === 'waiting' || state === 'paused') return 'neutral'
  return 'error'
}
