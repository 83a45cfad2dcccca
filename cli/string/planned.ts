import type { Command } from 'commander';
import type { PlannedView } from '../../src/domain/planned.ts';
import { type Io, printJson, printText } from '../io.ts';
import { printable } from '../printable.ts';
import { addRemoteOptions, type RemoteOptions } from '../remote/options.ts';
import { withRemote } from '../remote/remote.ts';
import { examples } from '../run.ts';
import { parseNumber, parseText } from './arguments.ts';
import { addChangeOptions, type ChangeOptions, change } from './change.ts';

interface Planned extends Omit<PlannedView, 'occurrences'> {
  readonly occurrences: ReturnType<PlannedView['occurrences']>;
}

const QUERY = `query ($version: Int) {
  planned(version: $version) {
    id value from until repeat timeZone skipped occurrences { from until } note plannedBy
  }
}`;

const shorten = (time: string): string => `${time.slice(0, 16).replace('T', ' ')} UTC`;

/** One line for each string, whatever is in it. */
const toLine = ({ id, value, occurrences, repeat, timeZone, skipped, note, plannedBy }: Planned): string => {
  const [next] = occurrences;
  const when = next ? `${shorten(next.from)} to ${next.until === null ? 'stay' : shorten(next.until)}` : 'skipped';
  const about = [
    ...(repeat === null ? [] : [`${repeat} in ${timeZone}`]),
    ...skipped.map((time) => `without ${shorten(time)}`),
    ...(note === null ? [] : [note]),
  ];
  return printable(`${id}  ${when}  ${plannedBy}  ${value}${about.length === 0 ? '' : `  (${about.join('; ')})`}`);
};

interface ListOptions extends RemoteOptions {
  readonly version?: number;
}

const list = (io: Io, { version, ...options }: ListOptions): Promise<void> =>
  withRemote(io, options, async (remote) => {
    const { planned } = await remote.askAsEditor<{ planned: Planned[] }>(QUERY, { version });
    if (options.json) return printJson(io, planned);
    for (const string of planned) printText(io, toLine(string));
    if (planned.length === 0) printText(io, 'Nothing is planned.');
  });

export interface PlanOptions extends ChangeOptions {
  readonly from?: string;
  readonly until?: string;
  readonly repeat?: string;
  readonly timeZone?: string;
}

export const addPlanOptions = (command: Command): Command =>
  addChangeOptions(command)
    .option('--from <TIME>', 'when it begins, such as 2026-12-24T18:00:00+01:00')
    .option('--until <TIME>', 'when it ends; of a string that repeats, the first time')
    .option('--repeat <RULE>', 'how it repeats, by RFC 5545, such as FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR')
    .option('--time-zone <ZONE>', 'where it repeats, such as Europe/Dublin');

/** Makes a command's action: it sends a mutation with the options and these arguments. */
const act =
  (io: Io, mutation: 'changePlanned' | 'cancelPlanned' | 'skipPlanned', done: string, name?: 'value' | 'occurrence') =>
  (
    id: string,
    argument: string | undefined,
    { ifVersion, from, until, repeat, timeZone, note, ...options }: PlanOptions,
  ) =>
    withRemote(io, options, async (remote) => {
      const given = { from, until, repeat, timeZone, expectedVersion: ifVersion, note };
      const args = { id, ...given, ...(name && { [name]: argument }) };
      const revision = await change(io, remote, { mutation, args, wanted: argument ?? done });
      if (options.json) printJson(io, revision);
      else printText(io, `${done}, with version ${revision.version}. Visitors read: ${revision.value}`);
    });

/** `npx --no saved-string planned` */
export const addPlanned = (program: Command, io: Io): void => {
  const planned = addRemoteOptions(program.command('planned'))
    .description('Lists the strings that begin or end by themselves, a line for each. It needs a token.')
    .option(
      '--version <N>',
      'what was planned with this version, also if it was cancelled since',
      parseNumber('--version'),
    )
    .addHelpText(
      'after',
      examples('npx --no saved-string planned --local', 'npx --no saved-string planned cancel 12 --note "Rain"'),
    )
    .action((options) => list(io, options));
  addPlanOptions(planned.command('change'))
    .description('Changes a planned string. What is left out stays.')
    .argument('<ID>', 'as planned lists it')
    .argument('[TEXT]', 'the new string', parseText)
    .action(act(io, 'changePlanned', 'Changed', 'value'));
  addChangeOptions(planned.command('cancel'))
    .description('Cancels a planned string, also one that has begun.')
    .argument('<ID>', 'as planned lists it')
    .action((id: string, options: PlanOptions) => act(io, 'cancelPlanned', 'Cancelled')(id, undefined, options));
  addChangeOptions(planned.command('skip'))
    .description('Skips one occurrence of a string that repeats.')
    .argument('<ID>', 'as planned lists it')
    .argument('<TIME>', 'when the occurrence begins')
    .action(act(io, 'skipPlanned', 'Skipped', 'occurrence'));
};
