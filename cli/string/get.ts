import type { Command } from 'commander';
import { type Io, printJson, printText } from '../io.ts';
import { addRemoteOptions, type RemoteOptions } from '../remote/options.ts';
import { withRemote } from '../remote/remote.ts';
import { examples } from '../run.ts';
import { readRevision } from './read-revision.ts';

interface GetOptions extends RemoteOptions {
  readonly at?: string;
}

const get = (io: Io, options: GetOptions): Promise<void> =>
  withRemote(io, options, async (remote) => {
    const revision = await readRevision(remote, options.at);
    if (options.json) printJson(io, revision);
    else printText(io, revision.value);
  });

/** `npx --no saved-string get` */
export const addGet = (program: Command, io: Io): void => {
  addRemoteOptions(program.command('get'))
    .description('Prints the string that every visitor reads now, and a line feed.')
    .option('--at <TIME>', 'the string at this time, such as 2026-11-20T14:03:00Z; a time to come needs a token')
    .addHelpText(
      'after',
      examples(
        'npx --no saved-string get --url https://string.example.com',
        'npx --no saved-string get --local --json',
      ),
    )
    .action((options) => get(io, options));
};
