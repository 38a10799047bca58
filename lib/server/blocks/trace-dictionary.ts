/**
 * What X-Ray documents have in common, the commonest last (deflate reaches the end of a dictionary most cheaply). Every
 * stored trace was packed with these very bytes: a better text needs a form number of its own.
 */
export const TRACE_DICTIONARY = Buffer.from(
  [
    '"cause":{"working_directory":"/var/task","paths":[],"exceptions":[{"id":"","message":"","type":"","remote":false,',
    '"stack":[{"path":"/var/task/index.js","line":,"label":"Runtime.handler"},{"path":"node:internal/process/task_queues",',
    '"label":"process.processTicksAndRejections"}]}]},"error":true,"throttle":true,"fault":true,"in_progress":true,',
    '"type":"subsegment","precursor_ids":[""],"links":[{"id":"","trace_id":"1-","attributes":{"RELATION":"CHILD"}}],',
    '"annotations":{"ColdStart":false,"Service":""},"metadata":{"default":{"":{"statusCode":200}}},"sql":{"url":"",',
    '"sanitized_query":"SELECT","database_type":"PostgreSQL","database_version":"","driver_version":"","user":""},',
    '"service":{"version":"","runtime":"","runtime_version":""},"xray":{"sdk_version":"","sdk":"X-Ray for Node.js"},',
    '"origin":"AWS::ApiGateway::Stage","origin":"AWS::Events","origin":"AWS::SNS","origin":"AWS::StepFunctions::StateMachine",',
    '"origin":"AWS::DynamoDB::Table","origin":"AWS::S3::Bucket","origin":"AWS::SQS::Queue","origin":"AWS::SecretsManager",',
    '"name":"DynamoDB","name":"S3","name":"SQS","name":"SNS","name":"Lambda","name":"SecretsManager","name":"SSM",',
    '"operation":"GetItem","operation":"Query","operation":"UpdateItem","operation":"SendMessage","operation":"Publish",',
    '"operation":"Invoke","operation":"GetObject","operation":"PutObject","operation":"GetSecretValue","bucket_name":"",',
    '"queue_url":"https://sqs.eu-west-1.amazonaws.com/","topic_arn":"arn:aws:sns:us-east-1:","function_name":"",',
    '"message_id":"","key":"","id_2":"","http":{"request":{"url":"https://","method":"GET","client_ip":"","user_agent":"",',
    '"x_forwarded_for":true,"traced":true},"response":{"status":500,"content_length":0}},"method":"POST","status":404,',
    '"user":"anonymous","namespace":"remote","resource_arn":"arn:aws:lambda:us-east-1:',
    '"resource_arn":"arn:aws:lambda:eu-west-1:',
    '"name":"Initialization","start_time":1.7,"end_time":1.7,"aws":{"function_arn":"","cold_start":true}},',
    '{"id":"","name":"Attempt #1","start_time":1,"end_time":1,"name":"Dwell Time","name":"QueueTime","subsegments":[{"id":"",',
    '"namespace":"aws","http":{"response":{"status":200,"content_length":85}},"aws":{"operation":"PutItem","region":"eu-west-1",',
    '"request_id":"","retries":0,"table_name":"","resource_names":[""]}},"aws":{"account_id":"","function_arn":"arn:aws:lambda:',
    ':function:","resource_names":[""]},"origin":"AWS::Lambda","aws":{"request_id":"","origin":"AWS::Lambda::Function","inferred":true,',
    '"parent_id":"","subsegments":[{"id":"","name":"Invocation","start_time":1,"end_time":1,"name":"Overhead","start_time":1,"end_time":1}]}',
    '{"id":"","trace_id":"1-',
  ].join(''),
)
