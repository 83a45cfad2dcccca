import type { Command } from 'commander';
import type { Revision } from '../../src/domain/revision.ts';
import { CommandError } from '../errors.ts';
import { type Io, printResult } from '../io.ts';
import { orNothing } from '../printable.ts';
import { type Remote, withRemote } from '../remote/remote.ts';
import { examples } from '../run.ts';
import { addChangeOptions, type ChangeOptions, change } from './change.ts';
import { readHistory } from './history.ts';

/** Finds the current revision, and the newest one with another string. */
const findPrevious = async (remote: Remote): Promise<{ current: Revision; previous: Revision }> => {
  let current: Revision | undefined;
  for await (const revision of readHistory(remote)) {
    current ??= revision;
    if (revision.value !== current.value) return { current, previous: revision };
  }
  throw new CommandError('There is no other string to bring back.');
};

/** `npx --no saved-string undo` */
export const addUndo = (program: Command, io: Io): void => {
  addChangeOptions(program.command('undo'))
    .description('Brings back the string that visitors read before this one. Run it again to undo that.')
    .addHelpText('after', examples('saved-string undo --local --note "Typing error"'))
    .action((options: ChangeOptions) =>
      withRemote(io, options, async (remote) => {
        const { current, previous } = await findPrevious(remote);
        const { ifVersion = current.version, note } = options;
        const args = { version: previous.version, expectedVersion: ifVersion, note };
        const saved = await change(io, remote, { mutation: 'restoreRevision', args, wanted: previous.value });
        const text = `Version ${previous.version} is back, as version ${saved.version}: ${orNothing(saved.value)}`;
        printResult(io, options, saved, text);
      }),
    );
};
