import { useGraphiQL } from '@graphiql/react';
import { type Description, describeAnswer } from './describe-answer.ts';

const TO_READ = 'Press the run button or Ctrl-Enter to see the answer here.';
const SAVING = 'Saving… This can take a few seconds, so that all visitors change over together.';
const PLAIN = ' This connection is not encrypted: others in the network can read your token.';
const TO_WRITE = `This changes the string. Enter your editor token at the top right first.${isSecureContext ? '' : PLAIN}`;

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
