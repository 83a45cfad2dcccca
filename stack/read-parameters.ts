import type { Serverless } from './framework.ts';

/** Reads the parameters of the stage. Later sources override earlier ones, as in the framework. */
export const readParameters = (serverless: Serverless): Readonly<Record<string, unknown>> => {
  const { params = {} } = serverless.configurationInput;
  const given = serverless.processedInput.options.param ?? [];
  return {
    ...params.default,
    ...params[serverless.getProvider('aws').getStage()],
    ...Object.fromEntries(given.map((assignment) => assignment.trimEnd().split(/=(.*)/s, 2))),
  };
};
