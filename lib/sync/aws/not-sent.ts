/**
 * What kept a call from being sent on our own side: a budget that is used up, or our own database, whose errors look like
 * those of AWS's endpoint (ECONNREFUSED) and say nothing about AWS. The cause is what was thrown.
 */
export class NotSent extends Error {
  constructor(cause: unknown) {
    super('The call was not sent', { cause })
    this.name = 'NotSent'
  }
}
