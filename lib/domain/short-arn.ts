/** The service and the resource of an ARN, such as "sqs · orders"; other text as it is. */
export function shortArn(text: string): string {
  const parts = text.split(':')
  return parts[0] === 'arn' && parts.length >= 6 ? `${parts[2]} · ${parts.slice(5).join(':')}` : text
}
