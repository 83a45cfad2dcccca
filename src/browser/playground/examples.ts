import type { GraphiQLProps } from 'graphiql';
import type { Current } from './current.ts';

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

const save = `# Saves the value from "Variables" below. Only
# editors can save: paste your token into the
# field at the top right.
#
# If the version you last read is no longer
# current, nothing is written, and you see the
# string that someone else saved first.
mutation Save(
  $value: String!
  $expectedVersion: Int
  $note: String
) {
  setSavedString(
    value: $value
    expectedVersion: $expectedVersion
    note: $note
  ) {
    version
    value
    savedAt
    savedBy
  }
}`;

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

const undo = `# Brings an old string back as a new version, so
# that nothing is lost: below, the one before the
# current. Only editors can do it. The History
# tab lists them; version 0 is the initial string.
mutation Undo(
  $version: Int!
  $expectedVersion: Int
  $note: String
) {
  restoreRevision(
    version: $version
    expectedVersion: $expectedVersion
    note: $note
  ) {
    version
    value
    savedBy
    restores
  }
}`;

const plan = `# Plans a string that begins by itself, and ends
# by itself if "until" is a time. Visitors don't
# see it before.
#
# To show it on weekdays, "repeat" may be
# "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", and
# "timeZone" "Europe/Dublin". Then "from" and
# "until" are its first time.
mutation Plan(
  $value: String!
  $from: DateTime!
  $until: DateTime
  $repeat: String
  $timeZone: String
  $expectedVersion: Int
  $note: String
) {
  planSavedString(
    value: $value
    from: $from
    until: $until
    repeat: $repeat
    timeZone: $timeZone
    expectedVersion: $expectedVersion
    note: $note
  ) {
    version
    value
    keeps
  }
}`;

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

const change = `# Changes what is planned: give an "id" of the
# list, and what shall be another. What you leave
# out of the variables stays as it is.
mutation Change(
  $id: ID!
  $value: String
  $from: DateTime
  $until: DateTime
  $repeat: String
  $timeZone: String
  $expectedVersion: Int
) {
  changePlanned(
    id: $id
    value: $value
    from: $from
    until: $until
    repeat: $repeat
    timeZone: $timeZone
    expectedVersion: $expectedVersion
  ) {
    version
    keeps
  }
}`;

const skip = `# Skips one of the "occurrences" of the list, by
# its beginning. "skip": false takes that back.
mutation Skip(
  $id: ID!
  $occurrence: DateTime!
  $skip: Boolean! = true
  $expectedVersion: Int
) {
  skipPlanned(
    id: $id
    occurrence: $occurrence
    skip: $skip
    expectedVersion: $expectedVersion
  ) {
    version
    keeps
  }
}`;

const cancel = `# Cancels what is planned, with all its times.
mutation Cancel($id: ID!, $expectedVersion: Int) {
  cancelPlanned(
    id: $id
    expectedVersion: $expectedVersion
  ) {
    version
    keeps
  }
}`;

const variables = (values: object): string => JSON.stringify(values, null, 2);

/**
 * Makes the tabs that the playground opens with, first tab in front. Run as they are, they replace nothing that was not
 * read.
 *
 * @param current Undefined if it is not known: then what changes the string fails until its variables are filled in.
 */
export const createExamples = (current: Current | undefined): NonNullable<GraphiQLProps['defaultTabs']> => {
  const { version: expectedVersion = null, value = null } = current ?? {};
  const version = current ? Math.max(current.version - 1, 0) : null;
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
