import { createHash, createHmac } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { Config } from '../../config.ts';
import type { Revision } from '../../domain/revision.ts';

/** The message about one change. */
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

/** With 24 to 64 bytes, as Standard Webhooks has it. */
const SECRET = /^whsec_([A-Za-z0-9+/]{32,86}={0,2})$/;

/** @throws Error that does not repeat the text. */
const parse = (text: string): readonly Buffer[] => {
  const keys = text
    .trim()
    .split(/\s+/)
    .map((secret) => SECRET.exec(secret)?.[1]);
  if (keys.length > 2 || keys.includes(undefined)) {
    throw new Error("The webhook's secret must be whsec_ and 24 to 64 bytes as base64, or two of these");
  }
  return keys.map((key) => Buffer.from(String(key), 'base64'));
};

const readOwnFile = async (file: string): Promise<string> => {
  // Windows has no such modes.
  if (process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0) {
    throw new Error("Others may read the file with the webhook's secret: give it the mode 600");
  }
  return readFile(file, 'utf8');
};

type Place = Pick<Config, 'stage' | 'region' | 'credentials' | 'webhookSecretFile'>;

/**
 * Reads the secret each time, so that a new one counts at once. While it is being replaced there are two: the new one, a
 * space and the old one.
 *
 * @throws Error when it is missing, may not be read, or is none.
 */
export const readSecrets = async (
  { stage, region, credentials, webhookSecretFile }: Place,
  signal: AbortSignal,
): Promise<readonly Buffer[]> => {
  if (webhookSecretFile !== undefined) return parse(await readOwnFile(webhookSecretFile));
  const { GetParameterCommand, SSMClient } = await import('@aws-sdk/client-ssm');
  const client = new SSMClient({
    region,
    ...(credentials && { credentials }),
    requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true },
  });
  const command = new GetParameterCommand({ Name: `/saved-string-${stage}/webhook-secret`, WithDecryption: true });
  const { Parameter } = await client.send(command, { abortSignal: signal });
  client.destroy();
  return parse(Parameter?.Value ?? '');
};
