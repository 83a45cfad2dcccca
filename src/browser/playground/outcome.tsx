import { useGraphiQL } from '@graphiql/react';

const TO_READ = 'Press the run button or Ctrl-Enter to see the answer here.';
const SAVING = 'Saving… This can take a few seconds, so that all visitors change over together.';
const PLAIN = ' This connection is not encrypted: others in the network can read your token.';
const TO_WRITE = `This changes the string. Enter your editor token at the top right first.${isSecureContext ? '' : PLAIN}`;

/** An answer in a plain sentence or two, for people who do not read JSON. */
interface Description {
  readonly tone: 'neutral' | 'good' | 'bad' | 'unauthenticated';
  readonly text: string;
}

interface Answer {
  data?: Record<string, { version?: number; restores?: number | null } | null> | null;
  errors?: AnsweredError[];
}

interface AnsweredError {
  message: string;
  locations?: { line: number }[];
  extensions?: {
    code?: string;
    current?: { version: number; value: string; savedBy: string | null };
    requestId?: string;
  };
}

/** Sentences on changes of the plan, by their fields. */
const OF_PLAN: Readonly<Record<string, string>> = {
  planSavedString: 'Planned. Only editors see it until it begins.',
  changePlanned: 'Changed. Only editors see it until it begins.',
  skipPlanned: 'Done. “occurrences” and “skipped” of “planned” show it.',
  cancelPlanned: 'Cancelled.',
};

/** @param json The content of the result pane. */
const describeAnswer = (json: string): Description => {
  const { data, errors } = JSON.parse(json) as Answer;
  const [error] = errors ?? [];
  if (error) {
    const isStranger = error.extensions?.code === 'UNAUTHENTICATED';
    return { tone: isStranger ? 'unauthenticated' : 'bad', text: describeError(error) };
  }

  const [field = ''] = Object.keys(data ?? {});
  if (field in OF_PLAN) return { tone: 'good', text: OF_PLAN[field] ?? '' };
  const saved = data?.setSavedString ?? data?.restoreRevision;
  return saved
    ? { tone: 'good', text: `${describeSaved(saved)}. Every visitor reads it from now on.` }
    : { tone: 'neutral', text: 'Done. The result pane shows the answer.' };
};

const describeSaved = ({ version, restores }: { version?: number; restores?: number | null }): string => {
  if (version === undefined) return 'Saved';
  return restores == null ? `Saved as version ${version}` : `Version ${restores} is back, as version ${version}`;
};

const describeError = ({ message, locations, extensions = {} }: AnsweredError): string => {
  const { code, current, requestId } = extensions;
  if (code === 'UNAUTHENTICATED') return `${message} Enter a valid token at the top right and run this again.`;
  if (code === 'CONFLICT' && current) return describeConflict(current);
  if (code === 'INTERNAL_SERVER_ERROR') return `${message} Details are in the log, under request ${requestId}.`;
  const [place] = locations ?? [];
  return code?.startsWith('GRAPHQL_') && place ? `Line ${place.line}: ${message}` : message;
};

/** Whose it is, the name says: it may be this editor's own, from another page. */
const describeConflict = ({ version, value, savedBy }: { version: number; value: string; savedBy: string | null }) => {
  const author = savedBy === null ? '' : `, saved by ${savedBy}`;
  return (
    `Version ${version} was there first: “${abbreviate(value)}”${author}. Your change was not saved. ` +
    `To replace it, set expectedVersion to ${version}.`
  );
};

const MAX_LENGTH = 24;

/** The marks isolate the text, so that right-to-left text does not turn the sentence around. */
const abbreviate = (value: string): string => {
  const characters = [...value];
  return `\u2068${characters.slice(0, MAX_LENGTH).join('')}${characters.length > MAX_LENGTH ? '…' : ''}\u2069`;
};

/** Describes the JSON of the result pane in a sentence, or the next step while the pane is empty. */
export const Outcome = () => {
  const { isFetching, json, isMutation } = useGraphiQL((state) => ({
    isFetching: state.isFetching,
    json: state.tabs[state.activeTabIndex]?.response || state.fetchError,
    isMutation: state.operations?.some(({ operation }) => operation === 'mutation') ?? false,
  }));

  const { tone, text } = describe(isFetching, json, isMutation);
  return (
    <p role="status" className={`outcome outcome-${tone}`}>
      {text}
    </p>
  );
};

const describe = (isFetching: boolean, json: string | null, isMutation: boolean): Description => {
  if (isFetching) return { tone: 'neutral', text: isMutation ? SAVING : 'Waiting for the answer…' };
  if (json) return describeAnswer(json);
  return { tone: 'neutral', text: isMutation ? TO_WRITE : TO_READ };
};
