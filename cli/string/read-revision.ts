import type { Revision } from '../../src/domain/revision.ts';
import { CommandError } from '../errors.ts';
import { parseAnswer, type Remote } from '../remote/remote.ts';

interface Found {
  readonly revision: Revision;
  readonly etag: string;
  /** How long the server wants its clients to wait before they ask again. */
  readonly pollSeconds: number;
}

const NOT_MODIFIED = 304;

const read = async (remote: Remote, query: string, etag: string): Promise<Found | undefined> => {
  const answer = await remote.request(query, { headers: { accept: 'application/json', 'if-none-match': etag } });
  if (answer.status === NOT_MODIFIED) return undefined;
  const revision = parseAnswer<Revision>(remote, answer, 'value');
  const { headers } = answer;
  return { revision, etag: headers.get('etag') ?? '', pollSeconds: Number(headers.get('retry-after')) || 2 };
};

/**
 * Asks for what visitors read, as an open page does.
 *
 * @returns undefined if it is still the revision with this tag.
 */
export const readNews = (remote: Remote, etag: string): Promise<Found | undefined> => read(remote, '', etag);

/** @param at RFC 3339 with an offset; now if left out. */
export const readRevision = async (remote: Remote, at?: string): Promise<Revision> => {
  const found = await read(remote, at === undefined ? '' : `?${new URLSearchParams({ at })}`, '');
  if (!found) throw new CommandError(`${remote.url} answered ${NOT_MODIFIED} to a request without a tag.`);
  return found.revision;
};
