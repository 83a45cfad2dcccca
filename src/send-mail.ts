import type { Config } from './config.ts';

/**
 * Sends a text to the recipients of the stage.
 *
 * @throws Error when the topic does not take it within 4 s.
 */
export type SendMail = (subject: string, text: string, signal: AbortSignal) => Promise<void>;

/** @returns undefined for a stage without recipients. */
export const createSendMail = ({ statsTopic: TopicArn, region, credentials }: Config): SendMail | undefined => {
  if (TopicArn === undefined) return undefined;
  return async (Subject, Message, abortSignal) => {
    // The runtime's own copy: one mail a week is worth no byte of the bundle.
    const { PublishCommand, SNSClient } = await import('@aws-sdk/client-sns');
    const client = new SNSClient({
      region,
      ...(credentials && { credentials }),
      requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
      maxAttempts: 2,
    });
    await client.send(new PublishCommand({ TopicArn, Subject, Message }), { abortSignal });
  };
};
