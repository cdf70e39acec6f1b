/**
 * Opt-in Regions that SNS delivers from.
 * Source: SNS Developer Guide, "Sending Amazon SNS messages … in a different Region".
 */
const optInRegions = new Set([
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'mx-central-1',
]);

/**
 * The service principal by which a topic calls a function: the Region's own where a topic in an
 * opt-in Region reaches into another.
 * @returns undefined where SNS doesn't deliver to functions at all: from a default Region into an
 *   opt-in one, and between opt-in ones (SNS Developer Guide, "Prerequisites for integrating
 *   Amazon SNS with Lambda functions across regions")
 */
export function deliveringPrincipal(
  topicRegion: string,
  functionRegion: string,
): string | undefined {
  if (topicRegion === functionRegion) return 'sns.amazonaws.com';
  if (optInRegions.has(functionRegion)) return undefined;
  return optInRegions.has(topicRegion) ? `sns.${topicRegion}.amazonaws.com` : 'sns.amazonaws.com';
}
