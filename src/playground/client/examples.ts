// Lines are short, so that they show whole in an editor that has a third of a laptop's screen.

export const exampleQuery = `# Press the run button and pick an operation, or
# press Ctrl-Enter (Cmd-Enter) inside of one.
# The icon at the top left opens the schema.

# What every visitor reads right now.
query ReadTheString {
  savedString
  latestRevision {
    version
    savedAt
    savedBy
    note
  }
}

# Saves the value from "Variables" below. This is
# for editors: put your token into the field at
# the top right.
mutation SaveTheString(
  $value: String!
  $note: String
) {
  setSavedString(value: $value, note: $note) {
    version
    value
    savedAt
    savedBy
  }
}
`;

export const exampleVariables = `{
  "value": "Hello from the playground",
  "note": "Trying the playground"
}`;
