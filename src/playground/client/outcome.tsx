import { useGraphiQL } from '@graphiql/react';
import { type Description, describeAnswer } from './describe-answer.ts';

const TO_READ = 'Press the run button, or Ctrl-Enter, and the answer shows up here.';
const TO_WRITE = 'This changes the string. It takes an editor token, in the field at the top right.';

/** Says in a sentence what the result pane shows in JSON, or what to do as long as it shows nothing. */
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
  if (isFetching) return { tone: 'neutral', text: 'Waiting for the answer…' };
  if (json) return describeAnswer(json);
  return { tone: 'neutral', text: isMutation ? TO_WRITE : TO_READ };
};
