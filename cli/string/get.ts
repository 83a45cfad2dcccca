import type { Command } from 'commander';
import type { Revision } from '../../src/domain/revision.ts';
import { CommandError } from '../errors.ts';
import { type Io, printResult } from '../io.ts';
import { addRemoteOptions, type RemoteOptions } from '../remote/options.ts';
import { parseAnswer, type Remote, withRemote } from '../remote/remote.ts';
import { examples } from '../run.ts';

interface Found {
  readonly revision: Revision;
  readonly etag: string;
  /** How long the server wants its clients to wait before they ask again. */
  readonly pollSeconds: number;
}

const NOT_MODIFIED = 304;

/**
 * Asks for what visitors read, as an open page does.
 *
 * @returns undefined if it is still the revision with this tag.
 */
export const readNews = async (remote: Remote, etag: string, query = ''): Promise<Found | undefined> => {
  const answer = await remote.request(query, { headers: { accept: 'application/json', 'if-none-match': etag } });
  if (answer.status === NOT_MODIFIED) return undefined;
  const revision = parseAnswer<Revision>(remote, answer, 'value');
  const { headers } = answer;
  return { revision, etag: headers.get('etag') ?? '', pollSeconds: Number(headers.get('retry-after')) || 2 };
};

/** @param at RFC 3339 with an offset; now if left out. */
export const readRevision = async (remote: Remote, at?: string): Promise<Revision> => {
  const found = await readNews(remote, '', at === undefined ? '' : `?${new URLSearchParams({ at })}`);
  if (!found) throw new CommandError(`${remote.url} answered ${NOT_MODIFIED} to a request without a tag.`);
  return found.revision;
};

/** `npx --no saved-string get` */
export const addGet = (program: Command, io: Io): void => {
  addRemoteOptions(program.command('get'))
    .description('Prints the string that every visitor reads now, and a line feed.')
    .option('--at <TIME>', 'the string at this time, such as 2026-11-20T14:03:00Z; a time to come needs a token')
    .addHelpText(
      'after',
      examples('saved-string get --url https://string.example.com', 'saved-string get --local --json'),
    )
    .action((options: RemoteOptions & { readonly at?: string }) =>
      withRemote(io, options, async (remote) => {
        const revision = await readRevision(remote, options.at);
        printResult(io, options, revision, revision.value);
      }),
    );
};
