import type { GraphiQLProps } from 'graphiql';
import { type Current, toVariables } from './current.ts';

// Each example is a tab, which GraphiQL names after its operation, so one press of the run button is enough. Short
// lines fit a pane a third as wide as a laptop's screen.

const read = `# Press the run button or Ctrl-Enter. The tabs
# above save, show the history and undo.
#
# By keyboard: Enter moves into a pane, and
# Escape out of it. Then Tab moves on.

# Reads the string that every visitor sees.
query Read {
  savedString
  latestRevision {
    version
    savedAt
    savedBy
    note
  }
}`;

/** A mutation with a variable for each of its arguments. */
interface Mutation {
  readonly name: string;
  readonly about: string;
  readonly field: string;
  /** The types of its arguments. */
  readonly args: Readonly<Record<string, string>>;
  /** The fields of the revision that it answers with. */
  readonly read: readonly string[];
}

/** Longer lines are broken. */
const WIDTH = 52;

const line = (before: string, items: readonly string[], indent: string): string => {
  const short = `${before}(${items.join(', ')}) {`;
  return short.length > WIDTH
    ? `${before}(\n${items.map((item) => `${indent}  ${item}\n`).join('')}${indent}) {`
    : short;
};

const write = ({ name, about, field, args, read }: Mutation): string => {
  const declared = Object.entries(args).map(([argument, type]) => `$${argument}: ${type}`);
  const given = Object.keys(args).map((argument) => `${argument}: $${argument}`);
  const fields = read.map((one) => `    ${one}\n`).join('');
  return `${about}\n${line(`mutation ${name}`, declared, '')}\n${line(`  ${field}`, given, '  ')}\n${fields}  }\n}`;
};

const TIMES = { from: 'DateTime', until: 'DateTime', repeat: 'String', timeZone: 'String' };
const CHECKED = { expectedVersion: 'Int' };
const REASON = { ...CHECKED, note: 'String' };

const save = write({
  name: 'Save',
  about: `# Saves the value from "Variables" below. Only
# editors can save: paste your token into the
# field at the top right.
#
# If the version you last read is no longer
# current, nothing is written, and you see the
# string that someone else saved first.`,
  field: 'setSavedString',
  args: { value: 'String!', ...REASON },
  read: ['version', 'value', 'savedAt', 'savedBy'],
});

const history = `# Every string ever saved, newest first. For
# older ones, copy endCursor to "after" below.
query History($first: Int, $after: String) {
  revisions(first: $first, after: $after) {
    nodes {
      version
      value
      savedAt
      savedBy
      note
      restores
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`;

const undo = write({
  name: 'Undo',
  about: `# Brings an old string back as a new version, so
# that nothing is lost: below, the one before the
# current. Only editors can do it. The History
# tab lists them; version 0 is the initial string.`,
  field: 'restoreRevision',
  args: { version: 'Int!', ...REASON },
  read: ['version', 'value', 'savedBy', 'restores'],
});

const plan = write({
  name: 'Plan',
  about: `# Plans a string that begins by itself, and ends
# by itself if "until" is a time. Visitors don't
# see it before.
#
# To show it on weekdays, "repeat" may be
# "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", and
# "timeZone" "Europe/Dublin". Then "from" and
# "until" are its first time.`,
  field: 'planSavedString',
  args: { value: 'String!', ...TIMES, from: 'DateTime!', ...REASON },
  read: ['version', 'value', 'keeps'],
});

const planned = `# Lists what is planned, for editors. The tabs
# after this one take an "id" of this list.
query Planned {
  planned {
    id
    value
    from
    until
    repeat
    timeZone
    skipped
    occurrences(first: 3) {
      from
      until
    }
    note
    plannedBy
  }
}`;

const change = write({
  name: 'Change',
  about: `# Changes what is planned: give an "id" of the
# list, and what shall be another. What you leave
# out of the variables stays as it is.`,
  field: 'changePlanned',
  args: { id: 'ID!', value: 'String', ...TIMES, ...CHECKED },
  read: ['version', 'keeps'],
});

const skip = write({
  name: 'Skip',
  about: `# Skips one of the "occurrences" of the list, by
# its beginning. "skip": false takes that back.`,
  field: 'skipPlanned',
  args: { id: 'ID!', occurrence: 'DateTime!', skip: 'Boolean! = true', ...CHECKED },
  read: ['version', 'keeps'],
});

const cancel = write({
  name: 'Cancel',
  about: '# Cancels what is planned, with all its times.',
  field: 'cancelPlanned',
  args: { id: 'ID!', ...CHECKED },
  read: ['version', 'keeps'],
});

const variables = (values: object): string => JSON.stringify(values, null, 2);

/**
 * Makes the tabs that the playground opens with, first tab in front. Run as they are, they replace nothing that was not
 * read.
 *
 * @param current Undefined if it is not known: then what changes the string fails until its variables are filled in.
 */
export const createExamples = (current: Current | undefined): NonNullable<GraphiQLProps['defaultTabs']> => {
  const unknown = { expectedVersion: null, version: null, value: null };
  const { expectedVersion, version, value } = current ? toVariables(current) : unknown;
  return [
    { query: read },
    { query: save, variables: variables({ value, expectedVersion, note: null }) },
    {
      query: plan,
      variables: variables({
        value,
        from: null,
        until: null,
        repeat: null,
        timeZone: null,
        expectedVersion,
        note: null,
      }),
    },
    { query: history, variables: variables({ first: 20, after: null }) },
    { query: undo, variables: variables({ version, expectedVersion, note: 'Undo' }) },
    { query: planned },
    { query: change, variables: variables({ id: null, value, expectedVersion }) },
    { query: skip, variables: variables({ id: null, occurrence: null, skip: true, expectedVersion }) },
    { query: cancel, variables: variables({ id: null, expectedVersion }) },
  ];
};
