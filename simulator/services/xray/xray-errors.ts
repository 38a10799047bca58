import { ServiceError } from '@/simulator/wire/service-error'

export function invalidRequest(message: string): ServiceError {
  return new ServiceError('InvalidRequestException', message)
}

/** Checks a window; throws InvalidRequestException for one that is empty, turned around or too long. */
export function checkWindow(
  input: { StartTime?: Date; EndTime?: Date },
  maxHours: number,
): { fromMs: number; toMs: number } {
  const fromMs = input.StartTime?.getTime() ?? Number.NaN
  const toMs = input.EndTime?.getTime() ?? Number.NaN
  if (!(fromMs < toMs)) throw invalidRequest('Start time must be before end time')
  if (toMs - fromMs > maxHours * 60 * 60_000) {
    throw invalidRequest(`Time range cannot be longer than ${maxHours} hours`)
  }
  return { fromMs, toMs }
}
