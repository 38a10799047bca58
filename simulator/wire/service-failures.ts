import type { ServiceName } from '@/simulator/wire/operation'
import { ServiceError } from '@/simulator/wire/service-error'

const iamPrefixes: Record<ServiceName, string> = {
  lambda: 'lambda',
  logs: 'logs',
  cloudwatch: 'cloudwatch',
  xray: 'xray',
  sts: 'sts',
}

/** How each service says "too many requests" (err.name and status differ per service). */
export function throttledError(service: ServiceName): ServiceError {
  switch (service) {
    case 'lambda':
      return new ServiceError('TooManyRequestsException', 'Rate exceeded', 429, {
        members: { Reason: 'CallerRateLimitExceeded', Type: 'User' },
      })
    case 'xray':
      return new ServiceError('ThrottledException', 'Rate exceeded', 429)
    case 'logs':
      return new ServiceError('ThrottlingException', 'Rate exceeded')
    case 'cloudwatch':
      return new ServiceError('ThrottlingException', 'Rate exceeded', 400, { queryCode: 'Throttling' })
    case 'sts':
      return new ServiceError('Throttling', 'Rate exceeded')
  }
}

/** How each service refuses a caller whose policy lacks the action; the text names the action as IAM does. */
export function accessDeniedError(service: ServiceName, operation: string, accountId: string): ServiceError {
  const action = `${iamPrefixes[service]}:${operation}`
  const message = `User: arn:aws:sts::${accountId}:assumed-role/simulator/session is not authorized to perform: ${action} on resource: * because no identity-based policy allows the ${action} action`
  if (service === 'logs') return new ServiceError('AccessDeniedException', message)
  if (service === 'cloudwatch') {
    return new ServiceError('AccessDenied', message, 403, { queryCode: 'AccessDenied' })
  }
  if (service === 'sts') return new ServiceError('AccessDenied', message, 403)
  return new ServiceError('AccessDeniedException', message, 403)
}

/** How each service says that it failed itself. */
export function internalError(service: ServiceName): ServiceError {
  const message = 'An internal error occurred.'
  switch (service) {
    case 'lambda':
      return new ServiceError('ServiceException', message, 500, { members: { Type: 'Service' } })
    case 'cloudwatch':
      return new ServiceError('InternalServiceFault', message, 500, { queryCode: 'InternalServiceError' })
    case 'logs':
      return new ServiceError('ServiceUnavailableException', message, 500)
    default:
      return new ServiceError('InternalFailure', message, 500)
  }
}

/** How each service refuses credentials that were valid once. */
export function expiredCredentialsError(service: ServiceName): ServiceError {
  const message = 'The security token included in the request is expired'
  if (service === 'sts') return new ServiceError('ExpiredToken', message, 403)
  if (service === 'lambda' || service === 'xray') return new ServiceError('ExpiredTokenException', message, 403)
  return new ServiceError('ExpiredTokenException', message, 400, { queryCode: 'ExpiredToken' })
}

/** How each service says that what a call names is not there (any more). */
export function goneError(service: ServiceName): ServiceError {
  switch (service) {
    case 'lambda':
      return new ServiceError('ResourceNotFoundException', 'Function not found', 404, { members: { Type: 'User' } })
    case 'logs':
      return new ServiceError('ResourceNotFoundException', 'The specified log group does not exist.')
    case 'cloudwatch':
      return new ServiceError('ResourceNotFound', 'Unknown', 404, { queryCode: 'ResourceNotFound' })
    default:
      return new ServiceError('ResourceNotFoundException', 'Not found', 404)
  }
}

/** How each service refuses a page token that it does not know (any more). */
export function expiredPageTokenError(service: ServiceName): ServiceError {
  switch (service) {
    case 'lambda':
      return new ServiceError('InvalidParameterValueException', 'Invalid Marker', 400, { members: { Type: 'User' } })
    case 'logs':
      return new ServiceError('InvalidParameterException', 'The specified nextToken is invalid.')
    case 'cloudwatch':
      return new ServiceError('InvalidNextToken', 'The next token specified is invalid.', 400, {
        queryCode: 'InvalidNextToken',
      })
    default:
      return new ServiceError('InvalidRequestException', 'Invalid NextToken')
  }
}

/** A service that says itself that it cannot answer now. */
export function unavailableError(): ServiceError {
  return new ServiceError('ServiceUnavailable', 'Service is temporarily unavailable.', 503, {
    queryCode: 'ServiceUnavailable',
  })
}
