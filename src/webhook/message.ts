import { createHash, createHmac } from 'node:crypto';
import type { Revision } from '../saved-string/revision.ts';

/** What a receiver is told of one change. */
export interface Message {
  readonly id: string;
  readonly body: string;
}

/** Describes a change. It is the same each time, so a receiver knows by its id a message that comes again. */
export const describeChange = (revision: Revision, previous: Revision): Message => {
  const body = JSON.stringify({
    type: 'saved_string.changed',
    timestamp: revision.savedAt,
    data: { revision, previous },
  });
  return { id: `msg_${createHash('sha256').update(body).digest('base64url')}`, body };
};

/**
 * The headers that prove where a message is from, with one signature for each secret.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const signatureOf = ({ id, body }: Message, secrets: readonly Buffer[], at: Date): Record<string, string> => {
  const timestamp = Math.floor(at.getTime() / 1_000);
  const sign = (secret: Buffer) => createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': secrets.map((secret) => `v1,${sign(secret)}`).join(' '),
  };
};
