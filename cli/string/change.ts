import type { Command } from 'commander';
import type { Arguments, Mutation } from '../../src/browser/client/client.ts';
import { Refusal } from '../../src/browser/client/refusal.ts';
import type { Revision } from '../../src/domain/revision.ts';
import { parseNumber, parseText } from '../arguments.ts';
import { complain, type Io } from '../io.ts';
import { addRemoteOptions, type RemoteOptions } from '../remote/options.ts';
import type { Remote } from '../remote/remote.ts';

/** The options of every command that changes the string. */
export interface ChangeOptions extends RemoteOptions {
  readonly ifVersion?: number;
  readonly note?: string;
}

/** The options of every command that says when a string is shown. */
export interface PlanOptions extends ChangeOptions {
  readonly from?: string;
  readonly until?: string;
  readonly repeat?: string;
  readonly timeZone?: string;
}

export const addChangeOptions = (command: Command): Command =>
  addRemoteOptions(command)
    .option('--note <TEXT>', 'the reason, for the history', parseText)
    .option('--if-version <N>', 'change nothing unless version N is current', parseNumber('--if-version'));

export const addPlanOptions = (command: Command): Command =>
  addChangeOptions(command)
    .option('--from <TIME>', 'when it begins, such as 2026-12-24T18:00:00+01:00')
    .option('--until <TIME>', 'when it ends, or never; of a string that repeats, the first time')
    .option('--repeat <RULE>', 'how it repeats, such as FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR (RFC 5545), or never')
    .option('--time-zone <ZONE>', 'where it repeats, such as Europe/Dublin');

const orNever = (text: string | undefined): string | null | undefined => (text === 'never' ? null : text);

/** The options that say when a string is shown. */
export const whenOf = ({ from, until, repeat, timeZone }: PlanOptions): Arguments => ({
  from,
  until: orNever(until),
  repeat: orNever(repeat),
  timeZone,
});

interface Change {
  readonly mutation: Mutation;
  readonly args: Arguments;
  /** The string that the editor wants visitors to read; undefined if it is none of theirs. */
  readonly wanted: string | undefined;
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
    if (wanted !== undefined) complain(io, `Yours: ${wanted}`);
    throw Object.assign(error, { wanted });
  }
};
