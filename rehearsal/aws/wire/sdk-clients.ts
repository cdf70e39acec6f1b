import type { SdkClient } from './sdk-schema.ts';

/**
 * The SDK's clients by SigV4 service name, each imported when its service is first called: EC2's
 * alone takes longer than all that the simulator does in a second. A client that is only looked at
 * for its model sends nothing, so its configuration is a placeholder.
 */
export const sdkClients: Readonly<Record<string, () => Promise<SdkClient>>> = {
  'application-autoscaling': async () => {
    const exports = await import('@aws-sdk/client-application-auto-scaling');
    return { exports, config: new exports.ApplicationAutoScalingClient(placeholder).config };
  },
  cloudformation: async () => {
    const exports = await import('@aws-sdk/client-cloudformation');
    return { exports, config: new exports.CloudFormationClient(placeholder).config };
  },
  ec2: async () => {
    const exports = await import('@aws-sdk/client-ec2');
    return { exports, config: new exports.EC2Client(placeholder).config };
  },
  elasticloadbalancing: async () => {
    const exports = await import('@aws-sdk/client-elastic-load-balancing-v2');
    return { exports, config: new exports.ElasticLoadBalancingV2Client(placeholder).config };
  },
  events: async () => {
    const exports = await import('@aws-sdk/client-eventbridge');
    return { exports, config: new exports.EventBridgeClient(placeholder).config };
  },
  kms: async () => {
    const exports = await import('@aws-sdk/client-kms');
    return { exports, config: new exports.KMSClient(placeholder).config };
  },
  lambda: async () => {
    const exports = await import('@aws-sdk/client-lambda');
    return { exports, config: new exports.LambdaClient(placeholder).config };
  },
  monitoring: async () => {
    const exports = await import('@aws-sdk/client-cloudwatch');
    return { exports, config: new exports.CloudWatchClient(placeholder).config };
  },
  rds: async () => {
    const exports = await import('@aws-sdk/client-rds');
    return { exports, config: new exports.RDSClient(placeholder).config };
  },
  secretsmanager: async () => {
    const exports = await import('@aws-sdk/client-secrets-manager');
    return { exports, config: new exports.SecretsManagerClient(placeholder).config };
  },
  sns: async () => {
    const exports = await import('@aws-sdk/client-sns');
    return { exports, config: new exports.SNSClient(placeholder).config };
  },
  sqs: async () => {
    const exports = await import('@aws-sdk/client-sqs');
    return { exports, config: new exports.SQSClient(placeholder).config };
  },
  states: async () => {
    const exports = await import('@aws-sdk/client-sfn');
    return { exports, config: new exports.SFNClient(placeholder).config };
  },
  sts: async () => {
    const exports = await import('@aws-sdk/client-sts');
    return { exports, config: new exports.STSClient(placeholder).config };
  },
};

const placeholder = {
  region: 'eu-west-1',
  credentials: { accessKeyId: 'unused', secretAccessKey: 'unused' },
};
