import { hash } from 'node:crypto';
import type { Config } from '../../config.ts';
import type { OpenSavedString } from '../../domain/saved-string.ts';
import { createDynamoDeliveries, type Deliveries, type Progress } from '../../store/deliveries.ts';
import type { Task } from '../run-task.ts';
import { describeChange, readSecrets, signatureOf } from './message.ts';
import { createSend, GoneError, type Send } from './send.ts';

/** Longer than a run can last, and over when the next one begins. */
const BUSY_MS = 15_000;

/** A message may take 3 s, and a run 5 s. What is left waits for the next run. */
const LAST_START_MS = 1_500;

interface Dependencies {
  /** Where each change is announced. */
  readonly url: string;
  readonly openSavedString: OpenSavedString;
  readonly deliveries: Deliveries;
  readonly readSecrets: (signal: AbortSignal) => Promise<readonly Buffer[]>;
  readonly send: Send;
  readonly now: () => Date;
}

/**
 * Sends each change that the receiver has not taken yet, in order and at least once. The first run begins with the newest, and
 * so does the first one for another receiver after one that answered 410.
 *
 * @returns how many were sent, and how many are left for the next run.
 * @throws Error when the receiver, the store or the secret can't be reached. The next run begins with the same change.
 */
export const createDeliver =
  ({ url, openSavedString, deliveries, readSecrets, send, now }: Dependencies) =>
  async (signal: AbortSignal): Promise<{ sent: number; left: number }> => {
    const startedAt = now().getTime();
    const savedString = openSavedString(signal);
    const [found, newest] = await Promise.all([deliveries.find(signal), savedString.latest()]);
    // An address may hold a secret.
    const receiver = hash('sha256', url);
    if (found?.gone === receiver) return { sent: 0, left: 0 };
    const first = found && found.gone === undefined ? found.delivered + 1 : Math.max(1, newest.version);
    let left = newest.version - first + 1;
    if (left < 1 || (found && found.busyUntil > startedAt)) return { sent: 0, left };

    let progress: Progress = { delivered: first - 1, busyUntil: startedAt + BUSY_MS };
    if (!(await deliveries.replace(found, progress, signal))) return { sent: 0, left };
    const secrets = await readSecrets(signal);
    const read = async (version: number) => {
      const revision = await savedString.revision(version);
      if (!revision) throw new Error(`Version ${version} is missing`);
      return revision;
    };

    let previous = await read(progress.delivered);
    let sent = 0;
    while (left > 0 && now().getTime() - startedAt < LAST_START_MS) {
      const revision = await read(progress.delivered + 1);
      const message = describeChange(revision, previous);
      try {
        await send(signatureOf(message, secrets, now()), message.body, signal);
      } catch (error) {
        if (error instanceof GoneError) await deliveries.replace(progress, { ...progress, gone: receiver }, signal);
        throw error;
      }
      sent++;
      left--;
      const next = { ...progress, delivered: revision.version };
      if (!(await deliveries.replace(progress, next, signal))) break;
      progress = next;
      previous = revision;
    }
    return { sent, left };
  };

export interface WebhookDependencies extends Pick<Dependencies, 'openSavedString' | 'now'> {
  readonly config: Config;
  readonly client: Parameters<typeof createDynamoDeliveries>[0];
}

/**
 * Wires the task that sends the webhook.
 *
 * @param url Where each change is announced.
 */
export const createDeliverWebhook = (
  url: string,
  { config, client, openSavedString, now }: WebhookDependencies,
): Task =>
  createDeliver({
    url,
    openSavedString,
    deliveries: createDynamoDeliveries(client, config.tableName),
    readSecrets: (signal) => readSecrets(config, signal),
    send: createSend({ url }),
    now,
  });
