/** Publishes JSON documents to a topic. */
export interface Notices {
  publish(topicArn: string, subject: string, document: object): Promise<void>;
}
