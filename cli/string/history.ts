import type { Command } from 'commander';
import { REVISION } from '../../src/browser/client/client.ts';
import type { Revision } from '../../src/domain/revision.ts';
import { parseNumber } from '../arguments.ts';
import { type Io, printResult } from '../io.ts';
import { orNothing, printable } from '../printable.ts';
import { addRemoteOptions, type RemoteOptions } from '../remote/options.ts';
import { expectLike, type Remote, withRemote } from '../remote/remote.ts';
import { examples } from '../run.ts';

const QUERY = `query ($first: Int!, $after: String) {
  revisions(first: $first, after: $after) {
    nodes { ${REVISION} }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface Data {
  readonly revisions: {
    readonly nodes: readonly Revision[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const EXAMPLE = { revisions: { nodes: [{ version: 0, value: '' }], pageInfo: { endCursor: null } } } as const;

/** As many as give a short answer even if all are long. */
const PAGE_SIZE = 20;

/** Reads every string ever saved, newest first, as far as it is asked for. */
export async function* readHistory(remote: Remote): AsyncGenerator<Revision> {
  for (let after: string | null = null, more = true; more; ) {
    const data: Data = await remote.ask<Data>(QUERY, { first: PAGE_SIZE, after });
    const { revisions } = expectLike(remote, data, EXAMPLE);
    yield* revisions.nodes;
    after = revisions.pageInfo.endCursor;
    more = revisions.pageInfo.hasNextPage;
  }
}

/** One line for each string, whatever is in it. */
const toLine = ({ version, value, savedAt, savedBy, note, restores, keeps }: Revision): string => {
  const saved =
    savedAt === null ? 'before the first save' : `${String(savedAt).slice(0, 16).replace('T', ' ')} UTC  ${savedBy}`;
  const kind =
    keeps !== null ? 'changes only what is planned' : restores !== null ? `brings back version ${restores}` : '';
  const why = [kind, note ?? ''].filter((part) => part !== '');
  const about = why.length === 0 ? '' : `  (${why.join(': ')})`;
  return printable(`${version}  ${saved}  ${orNothing(value)}${about}`);
};

/** `npx --no saved-string history` */
export const addHistory = (program: Command, io: Io): void => {
  addRemoteOptions(program.command('history'))
    .description('Lists the strings that were saved, newest first, with author, time and note: a line for each.')
    .option('--first <N>', 'how many', parseNumber('--first'), 20)
    .addHelpText('after', examples('saved-string history --local', 'saved-string history --first 1000 --json'))
    .action(({ first, ...options }: RemoteOptions & { readonly first: number }) =>
      withRemote(io, options, async (remote) => {
        let left = first;
        for await (const revision of readHistory(remote)) {
          if (left-- <= 0) return;
          printResult(io, options, revision, toLine(revision));
        }
      }),
    );
};
