/** Where a stage is. Every command that is printed names it: the reader's own settings may lead elsewhere. */
export interface Place {
  readonly stage: string;
  readonly region: string;
}

const options = ({ stage, region }: Place): string => `--stage ${stage} --region ${region}`;

const moveAlias = ({ stage, region }: Place, version: string): string =>
  `aws lambda update-alias --region ${region} --function-name saved-string-${stage}-web \\
    --name live --function-version ${version} --routing-config 'AdditionalVersionWeights={}'`;

/** Explains that a table outlived its stage: how to have the stage back, and how to delete the table. */
export const describeKeptTable = (place: Place): string => `
The table saved-string-${place.stage} in ${place.region} is still there, with every revision and every editor's token.
To have the stage back with all of it:

  npx --no serverless deploy ${options(place)}

To delete the table instead, for good:

  aws dynamodb update-table --region ${place.region} --table-name saved-string-${place.stage} --no-deletion-protection-enabled
  aws dynamodb delete-table --region ${place.region} --table-name saved-string-${place.stage}`;

/** Explains that visitors don't get the version of a deployment, and how to change that. */
export const describeStaleVersion = (place: Place, live: readonly string[], packaged: string): string =>
  `Visitors get version ${live.join(' and ')} of the function, but version ${packaged} was deployed: someone moved the alias, or a release stopped halfway. To send all visitors to version ${packaged}:

  ${moveAlias(place, packaged)}

or, where GitHub deploys: gh workflow run roll-back.yml --ref ${place.stage === 'prod' ? 'TAG' : 'main'} --field version=${packaged}`;

const NOT_LIVE = 'It would change code that no visitor gets: they get the version behind the alias live.';

/**
 * The framework's commands that would end well while visitors get something else, or that can't work here, with what to
 * type instead.
 */
const REFUSALS: Readonly<Record<string, (place: Place, version?: string) => string>> = {
  'deploy function': (place) => `${NOT_LIVE} Deploy the stage:\n\n  npx --no serverless deploy ${options(place)}`,
  'rollback function': (place, version = 'VERSION') =>
    `${NOT_LIVE} Move the alias, within seconds:\n\n  ${moveAlias(place, version)}`,
  'invoke local': () => 'It has no table. This runs the function with one:\n\n  npm start',
};

/** @returns why a command of the framework is refused, with the right one; undefined if it does what it says. */
export const refuseCommand = (command: string, place: Place, version?: string): string | undefined =>
  REFUSALS[command]?.(place, version);
