/** A figure that somebody else published. It is never added to, or divided by, one of ours. */
export interface PublishedFigure {
  readonly claim: string;
  readonly source: string;
  readonly address: string;
}

/** What AWS says of failovers, for comparison. */
export const published: readonly PublishedFigure[] = [
  {
    claim:
      'RDS Proxy reduces client recovery time after failover by up to 79 % for Aurora MySQL and by up to 32 % for RDS for MySQL',
    source: 'AWS Database Blog, "Improving application availability with Amazon RDS Proxy"',
    address:
      'https://aws.amazon.com/blogs/database/improving-application-availability-with-amazon-rds-proxy/',
  },
  {
    claim: 'RDS Proxy makes failover up to 66 % faster',
    source: 'Amazon RDS Proxy, product page and launch text',
    address: 'https://aws.amazon.com/rds/proxy/',
  },
  {
    claim:
      'With a reader, an Aurora failover is typically complete within 60 seconds, and often within 30',
    source: 'Amazon Aurora User Guide, "High availability for Amazon Aurora"',
    address:
      'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html',
  },
];
