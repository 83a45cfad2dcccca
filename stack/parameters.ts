import { isHeading } from '../src/domain/heading.ts';
import { isLanguage, isTimeZone } from '../src/domain/locale.ts';
import type { Serverless } from './framework.ts';

/** The rule for the value of a parameter. */
interface Rule {
  isValid(value: string): boolean;
  /** Completes "must be …". */
  readonly expected: string;
}

const list = new Intl.ListFormat('en', { type: 'disjunction' });

const oneOf = (...allowed: readonly (string | number)[]): Rule => ({
  isValid: (value) => allowed.map(String).includes(value),
  expected: list.format(allowed.map(String)),
});

const wholeNumber = (least: number, most: number, unit = ''): Rule => ({
  isValid: (value) => /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most,
  expected: `a whole number from ${least} to ${most}${unit}`,
});

const matching = (pattern: RegExp, expected: string): Rule => ({ isValid: (value) => pattern.test(value), expected });

/** Empty means unset, as in the defaults. */
const emptyOr = ({ isValid, expected }: Rule): Rule => ({
  isValid: (value) => value === '' || isValid(value),
  expected: `${expected}, or left out`,
});

const text = matching(/\S/, 'some text');
const onOff = oneOf('on', 'off');
const trueFalse = oneOf('true', 'false');
const emailAddress = matching(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'an e-mail address');
const httpsAddress = matching(/^https:\/\/[^\s/]+\S*$/, 'an https address');

const RULES: Readonly<Record<string, Rule>> = {
  initialString: text,
  lang: { isValid: isLanguage, expected: 'a language tag such as en or pt-BR' },
  heading: { isValid: isHeading, expected: 'one line with {} once, where the string stands' },
  timeZone: emptyOr({ isValid: isTimeZone, expected: 'a time zone such as Europe/Dublin' }),
  shoutUrl: emptyOr(matching(/^https?:\/\/[^\s/]+\S*$/, 'an http or https address')),
  memorySize: wholeNumber(128, 10_240, ' (MB)'),
  tableDeletionPolicy: oneOf('Delete', 'Retain'),
  deletionProtection: trueFalse,
  pointInTimeRecovery: trueFalse,
  // CloudWatch Logs accepts no others.
  logRetentionInDays: oneOf(
    ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731],
    ...[1096, 1827, 2192, 2557, 2922, 3288, 3653],
  ),
  logArchive: onOff,
  files: onOff,
  alarms: onOff,
  alarmEmail: emptyOr(emailAddress),
  alarmUrl: emptyOr(httpsAddress),
  statsEmail: emptyOr(emailAddress),
  webhookUrl: emptyOr(httpsAddress),
  runbookUrl: matching(/^(https:\/\/[^\s#]+|docs\/operations\.md)$/, 'an https address without #'),
  monthlyBudget: wholeNumber(0, 100_000, ' (US dollars)'),
  dashboard: onOff,
  tracing: oneOf('Active', 'PassThrough'),
  // CodeDeploy's predefined configurations for Lambda.
  release: oneOf(
    'AllAtOnce',
    ...[5, 10, 15, 30].map((minutes) => `Canary10Percent${minutes}Minutes`),
    'Linear10PercentEvery1Minute',
    ...[2, 3, 10].map((minutes) => `Linear10PercentEvery${minutes}Minutes`),
  ),
  permissionsBoundary: emptyOr(matching(/^[\w+=,.@-]{1,128}$/, 'the name of a policy')),
  throttleRate: wholeNumber(1, 100_000, ' (requests per second)'),
  throttleBurst: wholeNumber(1, 100_000, ' (requests at once)'),
  throttleOtherRoutes: wholeNumber(1, 100_000, ' (requests per second, and at once)'),
  domain: emptyOr(matching(/^([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z]{2,}$/, 'a name such as string.example.com')),
  hostedZoneId: emptyOr(matching(/^Z[A-Z\d]+$/, "a zone's id, which begins with Z")),
  certificateArn: emptyOr(matching(/^arn:aws[\w-]*:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/, "a certificate's ARN")),
  readLease: wholeNumber(0, 10, ' (seconds)'),
  pollSeconds: wholeNumber(2, 60, ' (seconds)'),
  push: onOff,
  edgeCache: onOff,
};

interface Stage {
  readonly values: Readonly<Record<string, unknown>>;
  readonly region: string;
}

/** Services that AWS lacks in its other partitions. CloudFormation would say so only halfway through a deployment. */
const LACKING = [
  { regions: 'us-gov-', name: 'edgeCache', reason: 'GovCloud has no CloudFront' },
  { regions: 'us-gov-', name: 'monthlyBudget', reason: 'GovCloud has no Budgets' },
  { regions: 'us-gov-', name: 'push', reason: 'GovCloud has no AppSync Events' },
  // docs.amazonaws.cn/en_us/aws/latest/userguide/cloudfront.html
  { regions: 'cn-', name: 'edgeCache', reason: 'CloudFront in China takes no certificate of ACM' },
];

/** Finds values that contradict each other or the region. */
const findContradictions = ({ values, region }: Stage): string[] => {
  const isSet = (name: string) => (values[name] ?? '') !== '';
  const isOn = (name: string) => values[name] === 'on';
  const isWanted = (name: string) => isOn(name) || Number(values[name]) > 0;
  const faults = LACKING.filter(({ regions, name }) => region.startsWith(regions) && isWanted(name)).map(
    ({ reason, name }) => `${reason}: leave ${name} out in ${region}.`,
  );
  for (const name of ['hostedZoneId', 'certificateArn']) {
    if (isSet(name) && !isSet('domain')) faults.push(`${name} needs a domain: set both.`);
  }
  if ((values.release ?? 'AllAtOnce') !== 'AllAtOnce' && !isOn('alarms')) {
    faults.push(`A gradual release stops when an alarm rings: release=${values.release} needs alarms=on.`);
  }

  if (Number(values.monthlyBudget ?? 0) > 0 && !isSet('alarmEmail') && !isSet('alarmUrl')) {
    faults.push('A monthlyBudget warns the recipients of the alarms: give alarmEmail or alarmUrl, too.');
  }

  if (isOn('edgeCache') && Number(values.readLease ?? 0) !== 3) {
    faults.push('The caches of an edge cache hold a string for up to two seconds: edgeCache=on needs readLease=3.');
  }

  // A new certificate is in the stage's region.
  const certificateRegion = String(values.certificateArn ?? '').split(':')[3] ?? region;
  if (isOn('edgeCache') && isSet('domain') && certificateRegion !== 'us-east-1') {
    faults.push('An edge cache needs a certificate from us-east-1: set certificateArn.');
  }
  return faults;
};

/**
 * Checks the parameters of a stage, so that a typing error doesn't become an unwanted stage.
 *
 * @returns a sentence for each fault.
 */
export const findParameterFaults = (stage: Stage): string[] => {
  const faults = Object.entries(stage.values).flatMap(([name, value]) => {
    const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
    if (!rule) return [`There is no parameter ${name}. There are: ${Object.keys(RULES).join(', ')}.`];
    return rule.isValid(String(value)) ? [] : [`${name} must be ${rule.expected}, not "${value}".`];
  });
  return faults.length > 0 ? faults : findContradictions(stage);
};

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

/** The longest name with which no resource of a stage passes the 64 characters of AWS's shortest limit. */
const MAX_LETTERS = 30;

/** A word of a name that people give to what visitors see. */
const PRODUCTION = /(^|-)(prod|production|prd|live)\d*(-|$)/i;

/** @returns why a new stage can't have this name; undefined if it can. */
export const findNameFault = (stage: string, stagesWithBlocks: readonly string[]): string | undefined => {
  if (stage.length > MAX_LETTERS) return `"${stage}" is too long for a stage: a name has up to ${MAX_LETTERS} letters.`;
  if (!PRODUCTION.test(stage) || stagesWithBlocks.includes(stage)) return undefined;
  // Protecting it unasked would leave a table behind that its owner believes to be removed.
  return `"${stage}" looks like production, but has no settings of its own: its table would go with the stage, without backups or alarms. Use --stage prod, or add this to the params of serverless.yml:\n\n  ${stage}: *prod`;
};
