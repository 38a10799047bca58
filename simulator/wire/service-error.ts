export type ServiceErrorDetails = {
  /** Extra members of the error shape, such as Lambda's `Reason` and `Type`. */
  members?: Record<string, unknown>
  headers?: Record<string, string>
  /** The older code that query clients know the error by, such as `InvalidParameterValue`. */
  queryCode?: string
}

/** A refusal in AWS's own words: the protocol writers turn it into the body and headers of its service. */
export class ServiceError extends Error {
  readonly code: string
  readonly status: number
  readonly details: ServiceErrorDetails

  constructor(code: string, message: string, status = 400, details: ServiceErrorDetails = {}) {
    super(message)
    this.name = code
    this.code = code
    this.status = status
    this.details = details
  }
}
