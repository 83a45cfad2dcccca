import type { Command } from 'commander';
import type { Revision } from '../../src/domain/revision.ts';
import { type Io, printJson, printLine } from '../io.ts';
import { orNothing, printable } from '../printable.ts';
import { addRemoteOptions, type RemoteOptions } from '../remote/options.ts';
import { withRemote } from '../remote/remote.ts';
import { examples } from '../run.ts';
import { parseNumber } from './arguments.ts';
import { readHistory } from './read-history.ts';

interface HistoryOptions extends RemoteOptions {
  readonly first: number;
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

const history = (io: Io, options: HistoryOptions): Promise<void> =>
  withRemote(io, options, async (remote) => {
    let left = options.first;
    for await (const revision of readHistory(remote)) {
      if (left-- <= 0) return;
      if (options.json) printJson(io, revision);
      else printLine(io, toLine(revision));
    }
  });

/** `npx --no saved-string history` */
export const addHistory = (program: Command, io: Io): void => {
  addRemoteOptions(program.command('history'))
    .description('Lists the strings that were saved, newest first, with author, time and note: a line for each.')
    .option('--first <N>', 'how many', parseNumber('--first'), 20)
    .addHelpText(
      'after',
      examples('npx --no saved-string history --local', 'npx --no saved-string history --first 1000 --json'),
    )
    .action((options) => history(io, options));
};
