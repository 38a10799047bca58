/** The outline of a node by what it is, in a box of width × height: one shape for each kind, so that colour is not needed. */
export function nodeShape(type: string, width: number, height: number): string {
  const cut = height / 4
  switch (kindOf(type)) {
    case 'client':
      return rounded(width, height, height / 2)
    case 'queue':
      return `M6 0H${width - cut}L${width} ${height / 2}L${width - cut} ${height}H6Q0 ${height} 0 ${height - 6}V6Q0 0 6 0Z`
    case 'bus':
      return `M${cut} 0H${width - cut}L${width} ${height / 2}L${width - cut} ${height}H${cut}L0 ${height / 2}Z`
    case 'store':
      return `M0 5Q0 0 ${width / 2} 0T${width} 5V${height - 5}Q${width} ${height} ${width / 2} ${height}T0 ${height - 5}Z`
    case 'gateway':
      return `M${cut} 0H${width - cut}L${width} ${cut}V${height - cut}L${width - cut} ${height}H${cut}L0 ${height - cut}V${cut}Z`
    case 'remote':
      return `M0 0H${width - cut}L${width} ${cut}V${height}H0Z`
    case 'service':
      return rounded(width, height, 6)
  }
}

type Kind = 'client' | 'queue' | 'bus' | 'store' | 'gateway' | 'remote' | 'service'

function kindOf(type: string): Kind {
  if (type === 'client') return 'client'
  if (/SQS|Kinesis/i.test(type)) return 'queue'
  if (/SNS|Events|Scheduler/i.test(type)) return 'bus'
  if (/DynamoDB|S3|sql|rds|database|ElastiCache/i.test(type)) return 'store'
  if (/ApiGateway|ElasticLoadBalancing|AppSync/i.test(type)) return 'gateway'
  return /remote/i.test(type) ? 'remote' : 'service'
}

function rounded(width: number, height: number, radius: number): string {
  const [right, bottom] = [width - radius, height - radius]
  return `M${radius} 0H${right}A${radius} ${radius} 0 0 1 ${width} ${radius}V${bottom}A${radius} ${radius} 0 0 1 ${right} ${height}H${radius}A${radius} ${radius} 0 0 1 0 ${bottom}V${radius}A${radius} ${radius} 0 0 1 ${radius} 0Z`
}
