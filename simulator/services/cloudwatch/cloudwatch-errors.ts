import { ServiceError } from '@/simulator/wire/service-error'

/** A value that CloudWatch refuses; the second code is what query clients see. */
export function invalidValue(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message, 400, { queryCode: 'InvalidParameterValue' })
}

export function invalidCombination(message: string): ServiceError {
  return new ServiceError('InvalidParameterCombinationException', message, 400, {
    queryCode: 'InvalidParameterCombination',
  })
}

export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationException', message, 400, { queryCode: 'ValidationError' })
}

export function invalidNextToken(): ServiceError {
  return new ServiceError('InvalidNextToken', 'The next token specified is invalid.', 400, {
    queryCode: 'InvalidNextToken',
  })
}
