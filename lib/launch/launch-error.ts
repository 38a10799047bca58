/** A start that cannot go on for a reason that its owner can mend. The message says what to do; it is printed alone. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError'
}
