import type { Operation } from '@/simulator/wire/operation'
import type { OperationInput } from '@/simulator/wire/read-input'
import { ServiceError } from '@/simulator/wire/service-error'

/** The names of the members that the model requires: a structure schema lists them first and ends with their count. */
function requiredMembers(operation: Operation): string[] {
  const schema: unknown = operation.input.getSchema()
  if (!Array.isArray(schema) || schema[0] !== 3 || typeof schema[6] !== 'number') return []
  const names: unknown = schema[4]
  return Array.isArray(names) ? names.slice(0, schema[6]).map(String) : []
}

/** Throws each service's own error when a required member is absent. */
export function checkRequired(operation: Operation, input: OperationInput): void {
  for (const name of requiredMembers(operation)) {
    if (input[name] !== undefined && input[name] !== null) continue
    const member = `${name.charAt(0).toLowerCase()}${name.slice(1)}`
    const message = `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`
    switch (operation.service) {
      case 'cloudwatch':
        throw new ServiceError('MissingRequiredParameterException', `The parameter ${name} is required.`, 400, {
          queryCode: 'MissingParameter',
        })
      case 'logs':
        throw new ServiceError('InvalidParameterException', message)
      case 'lambda':
        throw new ServiceError('InvalidParameterValueException', message, 400, { members: { Type: 'User' } })
      case 'xray':
        throw new ServiceError('InvalidRequestException', message)
      case 'sts':
        throw new ServiceError('ValidationError', message)
    }
  }
}
