import type { Violation } from '../../support/faults/find-violations.ts';
import type { StageName } from './stages.ts';

export interface Waiver {
  readonly rule: string;
  readonly resource: RegExp;
  /** The resources for which it is waived; undefined for all. */
  readonly stages?: readonly StageName[];
  readonly reason: string;
}

/** The rules that the stack deliberately breaks. */
export const WAIVERS: readonly Waiver[] = [
  {
    rule: 'AwsSolutions-APIG4',
    resource: /^HttpApiRoute/,
    reason: 'Reading is open to everybody, and the function itself asks for a token where something is written.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::*]',
    resource: /^Role$/,
    reason: 'Traces belong to no resource with a name; the test of the role checks that * is for nothing else.',
  },
  {
    rule: 'Serverless-LambdaStarPermissions',
    resource: /^Role$/,
    reason: 'The same.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::*]',
    resource: /^ReleaseRole$/,
    stages: ['prod', 'with-canary', 'with-everything'],
    reason: 'CodeDeploy asks for alarms without naming them, and stops a release when it can’t read them.',
  },
  {
    rule: 'Serverless-LambdaDLQ',
    resource: /^WebLambdaFunction$/,
    reason: 'It is for events that nobody waits for. The gateway waits, and the visitor sees the error.',
  },
  {
    rule: 'AwsSolutions-S1',
    resource: /^ServerlessDeploymentBucket$/,
    reason: 'It holds the packages that were deployed, and only who deploys can read it.',
  },
  {
    rule: 'W3011',
    resource: /^WebLambdaVersion/,
    reason: 'The framework keeps versions when they leave the template, and deletes the old ones itself.',
  },
  {
    rule: 'AwsSolutions-DDB3',
    resource: /^Table$/,
    stages: ['dev', 'pr-1', 'with-alarms', 'with-canary', 'with-domain', 'with-edge-cache'],
    reason: 'Only the history of prod is worth a backup by default.',
  },
  {
    rule: 'SilentAlarm',
    resource: /Alarm$/,
    stages: ['with-alarms', 'with-canary'],
    reason: 'The stage names no recipient. Its alarms are there for releases, and can be seen on the dashboard.',
  },
  {
    rule: 'AwsSolutions-CFR1',
    resource: /^EdgeCache$/,
    reason: 'The string is for visitors of every country.',
  },
  {
    rule: 'AwsSolutions-CFR2',
    resource: /^EdgeCache$/,
    reason: 'There is one cached page and one endpoint, which checks every input; the gateway limits the rate.',
  },
  {
    rule: 'AwsSolutions-CFR3',
    resource: /^EdgeCache$/,
    reason: 'Its log would hold the addresses of visitors. What reaches the gateway is logged there.',
  },
  {
    rule: 'AwsSolutions-CFR4',
    resource: /^EdgeCache$/,
    stages: ['with-edge-cache'],
    reason: 'CloudFront chooses the TLS versions for its own address. With a domain it is 1.2 or newer.',
  },
  {
    rule: 'W9003',
    resource: /^(HttpApiLogGroup|WebLogGroup|HttpApiStage|Table)$/,
    stages: ['with-everything'],
    reason: 'What --param gives is text, and CloudFormation makes a number of it.',
  },
];

export const waives = (waiver: Waiver, { rule, resource }: Violation, stage: StageName): boolean =>
  waiver.rule === rule && waiver.resource.test(resource) && (waiver.stages?.includes(stage) ?? true);
