import type { Command } from 'commander';
import type { Arguments, Mutation } from '../../src/browser/client/client.ts';
import { Refusal } from '../../src/browser/client/refusal.ts';
import type { Revision } from '../../src/domain/revision.ts';
import { complain, type Io } from '../io.ts';
import { addRemoteOptions, type RemoteOptions } from '../remote/options.ts';
import type { Remote } from '../remote/remote.ts';
import { parseNumber, parseText } from './arguments.ts';

/** The options of every command that changes the string. */
export interface ChangeOptions extends RemoteOptions {
  readonly ifVersion?: number;
  readonly note?: string;
}

export const addChangeOptions = (command: Command): Command =>
  addRemoteOptions(command)
    .option('--note <TEXT>', 'the reason, for the history', parseText)
    .option('--if-version <N>', 'change nothing unless version N is current', parseNumber('--if-version'));

interface Change {
  readonly mutation: Mutation;
  readonly args: Arguments;
  /** The string that the editor wants visitors to read. */
  readonly wanted: string;
}

/**
 * Changes the string as an editor.
 *
 * @throws Refusal. Of a conflict, it first prints both texts.
 */
export const change = async (io: Io, remote: Remote, { mutation, args, wanted }: Change): Promise<Revision> => {
  try {
    return await remote.change(mutation, args);
  } catch (error) {
    if (!(error instanceof Refusal && error.current)) throw error;
    const { version, value, savedBy } = error.current;
    complain(io, `Version ${version}, by ${savedBy}: ${value}`);
    complain(io, `Yours: ${wanted}`);
    throw Object.assign(error, { wanted });
  }
};
