import type { Command } from 'commander';
import type { Revision } from '../../src/domain/revision.ts';
import { complain } from '../complain.ts';
import { addRemoteOptions, type RemoteOptions } from '../remote/options.ts';
import type { Remote } from '../remote/remote.ts';
import { ServerError } from '../remote/server-error.ts';
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

/** The arguments of the mutations, with their types. Only those given are sent. */
const TYPES = {
  value: 'String!',
  version: 'Int!',
  from: 'DateTime!',
  until: 'DateTime',
  expectedVersion: 'Int',
  note: 'String',
} as const;

type Arguments = { readonly [Name in keyof typeof TYPES]?: string | number | undefined };

interface Change {
  readonly mutation: 'setSavedString' | 'planSavedString' | 'restoreRevision';
  readonly args: Arguments;
  /** The string that the editor wants visitors to read. */
  readonly wanted: string;
}

/**
 * Changes the string as an editor.
 *
 * @throws ServerError. Of a conflict, it first prints both texts.
 */
export const change = async (remote: Remote, { mutation, args, wanted }: Change): Promise<Revision> => {
  const names = (Object.keys(TYPES) as (keyof typeof TYPES)[]).filter((name) => args[name] !== undefined);
  const declared = names.map((name) => `$${name}: ${TYPES[name]}`).join(', ');
  const passed = names.map((name) => `${name}: $${name}`).join(', ');
  const query = `mutation (${declared}) { revision: ${mutation}(${passed}) { version value savedAt savedBy note restores until keeps } }`;
  try {
    return (await remote.mutate<{ revision: Revision }>(query, args)).revision;
  } catch (error) {
    if (!(error instanceof ServerError && error.fields.code === 'CONFLICT')) throw error;
    const { version, value, savedBy } = error.fields.current as Revision;
    complain(`Version ${version}, by ${savedBy}: ${value}`);
    complain(`Yours: ${wanted}`);
    throw new ServerError(error.message, { ...error.fields, wanted });
  }
};
