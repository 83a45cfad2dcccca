import type { Command } from 'commander';
import type { Arguments, Mutation, PlannedString } from '../../src/browser/client/client.ts';
import { parseNumber, parseText } from '../arguments.ts';
import { type Io, printResult } from '../io.ts';
import { orNothing, printable } from '../printable.ts';
import { addRemoteOptions, type RemoteOptions } from '../remote/options.ts';
import { expectLike, withRemote } from '../remote/remote.ts';
import { examples, hintAt, TOO_MANY, toList } from '../run.ts';
import { addChangeOptions, addPlanOptions, type ChangeOptions, change, whenOf } from './change.ts';

const QUERY = `query ($version: Int) {
  planned(version: $version) {
    id value from until repeat timeZone skipped occurrences { from until } note plannedBy
  }
}`;

const EXAMPLE = { planned: [{ id: '', value: '', occurrences: [{ from: '' }], skipped: [''] }] } as const;

/** With seconds only where there are some: `skip` wants the exact time. */
const toShort = (time: string): string => time.replace('T', ' ').replace(/(?::00)?(?:\.000)?Z$/, ' UTC');

/** One line for each string, whatever is in it. */
const toLine = ({ id, value, occurrences, repeat, timeZone, skipped, note, plannedBy }: PlannedString): string => {
  const [next] = occurrences;
  const when = next
    ? `${toShort(next.from)} to ${next.until === null ? 'stay' : toShort(String(next.until))}`
    : 'skipped';
  const about = [
    ...(repeat === null ? [] : [`${repeat} in ${timeZone}`]),
    ...skipped.map((time) => `without ${toShort(time)}`),
    ...(note === null ? [] : [note]),
  ];
  return printable(
    `${id}  ${when}  ${plannedBy}  ${orNothing(value)}${about.length === 0 ? '' : `  (${about.join('; ')})`}`,
  );
};

/** @param version Lists what was planned with that version; now if left out. */
const list = (io: Io, options: RemoteOptions, version?: number): Promise<void> =>
  withRemote(io, options, async (remote) => {
    const data = await remote.askAsEditor<{ planned: PlannedString[] }>(QUERY, { version });
    const { planned } = expectLike(remote, data, EXAMPLE);
    printResult(io, options, planned, planned.map(toLine).join('\n') || 'Nothing is planned.');
  });

interface Action {
  readonly mutation: Mutation;
  /** The sentence that the command prints afterwards. */
  readonly done: string;
  readonly args: Arguments;
  /** The new string. */
  readonly value?: string | undefined;
}

/** Changes what is planned, and says what visitors read then. */
const act = (io: Io, { mutation, done, args, value }: Action, { ifVersion, note, ...options }: ChangeOptions) =>
  withRemote(io, options, async (remote) => {
    const all = { ...args, value, expectedVersion: ifVersion, note };
    const revision = await change(io, remote, { mutation, args: all, wanted: value });
    const text = `${done}, as version ${revision.version}. Visitors read: ${orNothing(revision.value)}`;
    printResult(io, options, revision, text);
  });

/** `npx --no saved-string planned` */
export const addPlanned = (program: Command, io: Io): void => {
  const planned = program
    .command('planned')
    .helpCommand(false)
    .description('Lists, changes, cancels and skips strings that begin or end by themselves. It needs a token.');
  const toUnknown = (_sentence: string, name: string) => `Unknown command '${name}'\n${toList('planned')}`;
  addRemoteOptions(hintAt(planned.command('list', { isDefault: true }), io, TOO_MANY, toUnknown))
    .description('Lists them, one per line (the default).')
    .option('--at-version <N>', 'as planned with version N, also what was cancelled since', parseNumber('--at-version'))
    .addHelpText('after', examples('saved-string planned --local'))
    .action(({ atVersion, ...options }) => list(io, options, atVersion));
  addPlanOptions(planned.command('change'))
    .description('Changes a planned string. Anything you leave out stays as it is.')
    .argument('<ID>', 'as `planned` lists it')
    .argument('[TEXT]', 'the new string', parseText)
    .addHelpText('after', examples('saved-string planned change 12 --until 2026-12-24T20:00:00+01:00 --local'))
    .action((id, value, options) => {
      const args = { id, ...whenOf(options) };
      return act(io, { mutation: 'changePlanned', done: 'Changed', args, value }, options);
    });
  addChangeOptions(planned.command('cancel'))
    .description('Cancels a planned string, also one that has begun.')
    .argument('<ID>', 'as `planned` lists it')
    .addHelpText('after', examples('saved-string planned cancel 12 --note "Rain" --local'))
    .action((id, options) => act(io, { mutation: 'cancelPlanned', done: 'Cancelled', args: { id } }, options));
  const toTime = () =>
    'Missing TIME: when the occurrence begins, as `planned` lists it. Such as: planned skip 12 2026-12-24T09:00:00Z';
  addChangeOptions(hintAt(planned.command('skip'), io, /^error: missing required argument 'TIME'/, toTime))
    .description('Skips one occurrence of a planned string that repeats.')
    .argument('<ID>', 'as `planned` lists it')
    .argument('<TIME>', 'when the occurrence begins')
    .option('--undo', 'let it take place after all')
    .addHelpText('after', examples('saved-string planned skip 12 2026-12-24T09:00:00Z --local'))
    .action((id, occurrence, { undo, ...options }) => {
      const args = { id, occurrence, skip: !undo };
      return act(io, { mutation: 'skipPlanned', done: undo ? 'Not skipped' : 'Skipped', args }, options);
    });
};
