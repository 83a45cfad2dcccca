import type { Command } from 'commander';
import { parseText } from '../arguments.ts';
import { type Io, printResult } from '../io.ts';
import { addRemoteOptions, type RemoteOptions } from '../remote/options.ts';
import { parseAnswer, type Remote, withRemote } from '../remote/remote.ts';
import { examples, hintAtDashes } from '../run.ts';

interface SpacLla {
  readonly data: string;
  /** Who put it into capitals. */
  readonly by: string;
}

/** @param text The saved string if left out. */
export const readSpacLla = async (remote: Remote, text?: string): Promise<SpacLla> => {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const body = text === undefined ? {} : { body: JSON.stringify({ data: text }) };
  return parseAnswer<SpacLla>(remote, await remote.request('spac-lla', { ...init, ...body }), 'data');
};

/** `npx --no saved-string spac-lla` */
export const addSpacLla = (program: Command, io: Io): void => {
  addRemoteOptions(hintAtDashes(program.command('spac-lla'), io))
    .description('Prints a text backwards and in capitals.')
    .argument('[TEXT]', 'the text; the saved string if left out', parseText)
    .addHelpText('after', examples('saved-string spac-lla "all caps" --local'))
    .action((text: string | undefined, options: RemoteOptions) =>
      withRemote(io, options, async (remote) => {
        const answer = await readSpacLla(remote, text);
        printResult(io, options, answer, answer.data);
      }),
    );
};
