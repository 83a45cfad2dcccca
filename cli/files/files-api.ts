import type { Remote } from '../remote/remote.ts';
import { NoAnswerError } from '../remote/send.ts';
import { parseBody, ServerError } from '../remote/server-error.ts';

/** A file, as the stage describes it. */
export interface SharedFile {
  readonly id: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly sharedBy: string;
  /** RFC 3339 in UTC. */
  readonly until: string;
  /** Null while it is being sent. */
  readonly completedAt: string | null;
}

/** Sends an editor's request to the routes of files. */
export const askFiles = async <Answer>(
  remote: Remote,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> => {
  const headers = { ...(await remote.authorize()), 'content-type': 'application/json' };
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  return parseBody(await remote.request(`files${path}`, init)) as Answer;
};

/** Whether the same request may succeed a little later. */
export const isPassing = (error: unknown): boolean =>
  error instanceof NoAnswerError || (error instanceof ServerError && error.fields.code === 'SERVICE_UNAVAILABLE');

export const linkOf = ({ url }: Remote, { id }: Pick<SharedFile, 'id'>): string => `${url}/files/${id}`;
