import type { Revision } from '../../src/saved-string/revision.ts';
import type { Remote } from '../remote/remote.ts';
import { parseBody, ServerError } from '../remote/server-error.ts';

interface Wanted {
  /** RFC 3339 with an offset; undefined for now. */
  readonly at?: string | undefined;
  /** The entity tag of the revision that the caller has. */
  readonly etag?: string;
}

/** Reads what visitors read, as the open page does. */
export const readRevision = async (remote: Remote, { at, etag = '' }: Wanted = {}) => {
  const query = at === undefined ? '' : `?${new URLSearchParams({ at })}`;
  const answer = await remote.request(query, { headers: { accept: 'application/json', 'if-none-match': etag } });
  const revision = parseBody(answer) as Revision | undefined;
  if (typeof revision?.value !== 'string') throw new ServerError(`${remote.url} answered without a string.`);
  return { revision, etag: answer.headers.get('etag') ?? '' };
};
