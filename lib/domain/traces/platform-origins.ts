/** X-Ray's origins of what OpenTelemetry calls cloud.platform. */
export const PLATFORM_ORIGINS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    aws_lambda: 'AWS::Lambda::Function',
    aws_api_gateway: 'AWS::ApiGateway::Stage',
    aws_ec2: 'AWS::EC2::Instance',
    aws_ecs: 'AWS::ECS::Container',
    aws_eks: 'AWS::EKS::Container',
    aws_elastic_beanstalk: 'AWS::ElasticBeanstalk::Environment',
  }),
)
