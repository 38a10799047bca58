/** An IAM policy that allows the actions, in the order of the alphabet and each once, as JSON text. */
export function buildPolicy(actions: readonly string[]): string {
  const statement = { Effect: 'Allow', Action: [...new Set(actions)].sort(), Resource: '*' }
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2)
}
