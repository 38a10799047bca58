/** The alias or version at the end of a function ARN; '' when the ARN is that of the function itself, or absent. */
export function qualifierOfArn(arn: string | null): string {
  const qualifier = arn?.split(':')[7] ?? ''
  return qualifier === '$LATEST' ? '' : qualifier
}
