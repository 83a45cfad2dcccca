import { packageStages, type StagePackage } from '../../../stack/package-stages.ts';
import type { Resource, Template } from '../../../stack/resolve-conditions.ts';

/** Every parameter of a stage, except those of `with-archive`, `with-budget`, `with-files` and `with-push`, each with a value other than the default. */
export const EVERY_PARAMETER = {
  initialString: 'Good morning',
  lang: 'pt-BR',
  timeZone: 'America/Sao_Paulo',
  heading: 'A sopa de hoje: {}!',
  shoutUrl: 'http://shout.example.com/v1/shout',
  tableDeletionPolicy: 'Retain',
  deletionProtection: 'true',
  pointInTimeRecovery: 'true',
  logRetentionInDays: '7',
  alarms: 'on',
  alarmEmail: 'operators@example.com',
  alarmUrl: 'https://events.example.com/integration/1/enqueue',
  statsEmail: 'editors@example.com',
  webhookUrl: 'https://hooks.example.com/saved-string',
  runbookUrl: 'https://git.example.com/saved-string/blob/main/docs/operations.md',
  dashboard: 'off',
  tracing: 'PassThrough',
  release: 'Linear10PercentEvery1Minute',
  throttleRate: '7',
  throttleBurst: '9',
  throttleOtherRoutes: '3',
  domain: 'string.example.com',
  hostedZoneId: 'Z0000000000000000000',
  certificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-0000-0000-000000000000',
  readLease: '3',
  pollSeconds: '30',
  edgeCache: 'on',
  permissionsBoundary: 'saved-string-prod-eu-west-1',
};

/** The stages in the tests, with the parameters of their deployment. */
const STAGES = {
  dev: {},
  prod: { alarmEmail: 'operators@example.com' },
  'pr-1': {},
  'with-alarms': { alarms: 'on', logRetentionInDays: '1096' },
  'with-canary': { alarms: 'on', release: 'Canary10Percent5Minutes' },
  'with-domain': { domain: 'string.example.com', hostedZoneId: 'Z0000000000000000000' },
  'with-edge-cache': { edgeCache: 'on', readLease: '3' },
  'with-archive': { logArchive: 'on' },
  'with-budget': { monthlyBudget: '25', alarmUrl: 'https://events.example.com/integration/1/enqueue' },
  'with-files': { files: 'on', alarmEmail: 'operators@example.com', logRetentionInDays: '1096' },
  'with-push': { push: 'on', alarmEmail: 'operators@example.com' },
  'with-everything': EVERY_PARAMETER,
};

export type StageName = keyof typeof STAGES;

export const STAGE_NAMES = Object.keys(STAGES) as StageName[];

let packages: Readonly<Record<StageName, StagePackage>> | undefined;

export const packageEachStage = async (): Promise<void> => {
  packages = await packageStages(STAGES);
};

/** The package of a stage, made by `packageEachStage`. */
export const packageOf = (stage: StageName): StagePackage => {
  if (!packages) throw new Error(`The stage ${stage} is not packaged yet`);
  return packages[stage];
};

export const templateOf = (stage: StageName): Template => packageOf(stage).template;

/** @throws Error when the stage has no resource with this name. */
export const resourceOf = (stage: StageName, name: string): Resource => {
  const resource = templateOf(stage).Resources[name];
  if (!resource) throw new Error(`The stage ${stage} has no ${name}`);
  return resource;
};

export const propertiesOf = (stage: StageName, name: string): Resource['Properties'] =>
  resourceOf(stage, name).Properties;

/** The properties of all resources of a type. */
export const allOf = (stage: StageName, type: string): Resource['Properties'][] =>
  Object.values(templateOf(stage).Resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);
