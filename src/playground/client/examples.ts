import type { GraphiQLProps } from 'graphiql';

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
mutation Save($value: String!, $note: String) {
  setSavedString(value: $value, note: $note) {
    version
    value
    savedAt
    savedBy
  }
}`;

const saveIfUnchanged = `# Saves only if the version you last read is
# still current. If someone else saved first,
# nothing is written, and you see their string.
mutation SaveIfUnchanged(
  $value: String!
  $expectedVersion: Int!
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

const restore = `# Brings an old string back as a new version, so
# that nothing is lost. Only editors can do it.
# The History tab lists the versions. Version 0
# is the initial string.
mutation Restore($version: Int!, $note: String) {
  restoreRevision(version: $version, note: $note) {
    version
    value
    savedBy
    restores
  }
}`;

const variables = (values: object): string => JSON.stringify(values, null, 2);

/** The tabs that the playground opens with, first tab in front. */
export const examples: NonNullable<GraphiQLProps['defaultTabs']> = [
  { query: read },
  { query: save, variables: variables({ value: 'Hello from the playground', note: 'Trying the playground' }) },
  {
    query: saveIfUnchanged,
    variables: variables({ value: 'Hello again', expectedVersion: 0, note: 'Trying not to overwrite' }),
  },
  { query: history, variables: variables({ first: 20, after: null }) },
  { query: restore, variables: variables({ version: 0, note: 'Undo' }) },
];
