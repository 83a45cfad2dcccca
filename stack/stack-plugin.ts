import { saveMs } from '../src/domain/leases.ts';
import { describeKeptTable, describeStaleVersion, type Place, refuseCommand } from './advice.ts';
import { buildCheck } from './check/build-check.ts';
import type { AwsDeploy, AwsInfo, Options, Serverless, Utilities } from './framework.ts';
import { findNameFault, findParameterFaults, readParameters } from './parameters.ts';
import { resolveConditions, type Template } from './resolve-conditions.ts';

/** Adds the parts of the stack that YAML can't express, and makes the framework's commands mean what they say. */
export default class StackPlugin {
  readonly hooks: Readonly<Record<string, () => void | Promise<void>>>;
  readonly #serverless: Serverless;
  readonly #options: Options;
  readonly #log: Utilities['log'];

  constructor(serverless: Serverless, options: Options, { log }: Utilities) {
    this.#serverless = serverless;
    this.#options = options;
    this.#log = log;
    // Here already: the framework would report them once for each place where they are used.
    this.#checkInput();
    this.hooks = {
      initialize: () => {
        this.#checkCommand();
        this.#checkParameters();
        this.#allowSavesToWait();
      },
      'after:aws:package:finalize:mergeCustomProviderResources': async () => {
        const { provider } = serverless.service;
        provider.compiledCloudFormationTemplate = await completeTemplate(provider.compiledCloudFormationTemplate);
        this.#allowSlowAnswers(provider.compiledCloudFormationTemplate);
        this.#keepLogs(provider.compiledCloudFormationTemplate);
      },
      'before:aws:deploy:deploy:updateStack': () => this.#adoptTable(),
      'after:aws:deploy:deploy:checkForChanges': () => this.#deployAfterRollback(),
      'after:deploy:finalize': () => this.#requireLive(),
      'after:rollback:rollback': () => this.#requireLive(),
      'after:aws:info:displayEndpoints': () => this.#printAddress(),
      'before:remove:remove': () => this.#prepareRemoval(),
      'after:remove:remove': () => this.#announceKeptTable(),
      finalize: () => this.#printAddressOfSkipped(),
    };
  }

  get #command(): string {
    return this.#serverless.processedInput.commands.join(' ');
  }

  get #place(): Place {
    const provider = this.#serverless.getProvider('aws');
    return { stage: provider.getStage(), region: provider.getRegion() };
  }

  get #tableName(): string {
    return this.#serverless.service.resources.Resources.Table.Properties.TableName;
  }

  #fail(message: string, code: string): never {
    throw new this.#serverless.classes.Error(message, code);
  }

  #checkInput(): void {
    const { stage, param = [] } = this.#serverless.processedInput.options;
    // A stage that is deployed already can be looked at and removed under any name.
    const isNew = ['deploy', 'package'].includes(this.#command);
    const blocks = Object.keys(this.#serverless.configurationInput.params ?? {});
    const fault = isNew && stage !== undefined ? findNameFault(stage, blocks) : undefined;
    if (fault !== undefined) this.#fail(fault, 'WRONG_STAGE');
    const empty = param.find((assignment) => !/^[^=]+=./s.test(assignment));
    if (empty !== undefined)
      this.#fail(`--param ${empty} has no value. Leave it out for the default.`, 'WRONG_PARAMETER');
  }

  #checkCommand(): void {
    const refusal = refuseCommand(this.#command, this.#place, this.#options['function-version']);
    if (refusal !== undefined) this.#fail(refusal, 'WRONG_COMMAND');
    // Else the framework would call the newest code, whatever version visitors get.
    if (this.#command === 'invoke' && this.#options.function === 'web') this.#options.qualifier ??= 'live';
  }

  #checkParameters(): void {
    const { region } = this.#place;
    const faults = findParameterFaults({ values: readParameters(this.#serverless), region });
    if (faults.length > 0) this.#fail(faults.join('\n'), 'WRONG_PARAMETER');
  }

  /** The time that a save waits, in milliseconds. */
  #saveMs(): number {
    return saveMs(Number(readParameters(this.#serverless).readLease) * 1_000);
  }

  /** A save waits for its own lease, and for that of one save ahead. API Gateway gives all of it 30 s. */
  #allowSavesToWait(): void {
    this.#serverless.service.provider.timeout += Math.ceil((2 * this.#saveMs()) / 1_000);
  }

  /** On a quiet site a save may be the slowest answer in a hundred. */
  #allowSlowAnswers({ Resources: { SlowAnswersAlarm: alarm } }: Template): void {
    if (alarm) {
      Object.assign(alarm.Properties, { Threshold: Number(alarm.Properties.Threshold) + Math.ceil(this.#saveMs()) });
    }
  }

  /** Every log is kept as long. The framework's own setting lacks a number of days that CloudWatch takes. */
  #keepLogs({ Resources }: Template): void {
    const RetentionInDays = Number(readParameters(this.#serverless).logRetentionInDays);
    const logs = Object.values(Resources).filter(({ Type }) => Type === 'AWS::Logs::LogGroup');
    for (const { Properties } of logs) Object.assign(Properties, { RetentionInDays });
  }

  #config() {
    return this.#serverless.getProvider('aws').getAwsSdkV3Config();
  }

  async #findStack() {
    const { findStack } = await import('./deployed-stack.ts');
    return findStack(await this.#config(), this.#serverless.getProvider('aws').naming.getStackName());
  }

  /** Whether there is a table, also one that has outlived its stage. */
  async #tableExists(): Promise<boolean> {
    const { tableExists } = await import('./deployed-stack.ts');
    return tableExists(await this.#config(), this.#tableName);
  }

  /**
   * Takes a table into the stage that outlived an earlier one, or a first deployment that failed. CloudFormation would
   * find its name taken.
   */
  async #adoptTable(): Promise<void> {
    if (this.#serverless.service.provider.shouldNotDeploy) return;
    const stack = await this.#findStack();
    if (stack?.template.Resources?.Table || !(await this.#tableExists())) return;
    if (readParameters(this.#serverless).tableDeletionPolicy !== 'Retain') {
      this.#fail(
        `There is a table ${this.#tableName} that belongs to no stage. To deploy a stage with it, add --param tableDeletionPolicy=Retain.`,
        'TABLE_EXISTS',
      );
    }
    this.#log.notice(`The table ${this.#tableName} is there already: the stage takes it over, with everything in it.`);
    const deploy = this.#pluginOf<AwsDeploy>('AwsDeploy');
    const create = deploy.getCreateChangeSetParams.bind(deploy);
    deploy.getCreateChangeSetParams = (options) => ({ ...create(options), ImportExistingResources: true });
  }

  /**
   * Deploys even if the code equals the last upload: the framework would skip it, although that deployment was rolled
   * back.
   */
  async #deployAfterRollback(): Promise<void> {
    const { provider } = this.#serverless.service;
    if (!provider.shouldNotDeploy) return;
    const stack = await this.#findStack();
    if ((await stack?.idOf(packagedVersionOf(provider.compiledCloudFormationTemplate))) !== undefined) return;
    provider.shouldNotDeploy = false;
    this.#log.notice('The last deployment of this code was rolled back. Deploying it again.');
  }

  /** Makes sure that visitors get what was deployed. Only --force sends them there without CodeDeploy's caution. */
  async #requireLive(): Promise<void> {
    // Without one, the framework lists the deployments.
    if (this.#command === 'rollback' && !this.#options.timestamp) return;
    const stack = await this.#findStack();
    const { compiledCloudFormationTemplate } = this.#serverless.service.provider;
    const wanted = this.#command === 'rollback' ? stack?.template : compiledCloudFormationTemplate;
    const version = wanted && (await stack?.readLiveVersion(packagedVersionOf(wanted)));
    if (version?.packaged === undefined) {
      return this.#fail(
        'The stack lacks the packaged version, because its deployment was rolled back. Deploy again.',
        'STALE_VERSION',
      );
    }
    const { functionName, live, packaged } = version;
    if (live.length === 1 && live[0] === packaged) return;
    if (!this.#options.force) this.#fail(describeStaleVersion(this.#place, live, packaged), 'STALE_VERSION');
    const { moveAlias } = await import('./deployed-stack.ts');
    await moveAlias(await this.#config(), functionName, packaged);
    this.#log.notice(
      `Visitors got version ${live.join(' and ')}. With --force, all of them now get version ${packaged}.`,
    );
  }

  #pluginOf<Plugin>(name: string): Plugin {
    return this.#serverless.pluginManager.plugins.find((plugin) => plugin.constructor.name === name) as Plugin;
  }

  /** Prints the stage's domain: the framework lists the gateway's addresses, which don't answer then. */
  #printAddress(): void {
    const { serviceOutputs } = this.#serverless;
    const { outputs } = this.#pluginOf<AwsInfo>('AwsInfo').gatheredData;
    const address = outputs.find(({ OutputKey }) => OutputKey === 'Address');
    if (!address) return;
    serviceOutputs.delete('endpoints');
    serviceOutputs.set('address', address.OutputValue);
  }

  /** The framework prints nothing when there is nothing to deploy. */
  #printAddressOfSkipped(): void {
    const { shouldNotDeploy, deploymentWithEmptyChangeSet } = this.#serverless.service.provider;
    const address = this.#serverless.serviceOutputs.get('address');
    if ((shouldNotDeploy || deploymentWithEmptyChangeSet) && address) this.#log.notice(`address: ${address}`);
  }

  /** Empties the bucket for files, and ends well where there is nothing to remove. */
  async #prepareRemoval(): Promise<void> {
    const stack = await this.#findStack();
    const deleted = await stack?.emptyFilesBucket();
    if (deleted) this.#log.notice(`Deleted the shared files, ${deleted} in all: their bucket goes with the stage.`);
    if (deleted !== undefined) return;
    const { stage, region } = this.#place;
    this.#log.notice(`There is no stage ${stage} in ${region}.`);
    await this.#announceKeptTable();
    await this.#serverless.pluginManager.spawn('aws:common:cleanupTempDir', { terminateLifecycleAfterExecution: true });
  }

  async #announceKeptTable(): Promise<void> {
    if (await this.#tableExists()) this.#log.notice(describeKeptTable(this.#place));
  }
}

/**
 * Finds the name of the packaged version. The framework makes it from the code and settings, so each version has its
 * own.
 */
const packagedVersionOf = ({ Resources = {} }: Partial<Template>): string => {
  const found = Object.keys(Resources).find((name) => Resources[name]?.Type === 'AWS::Lambda::Version');
  if (!found) throw new Error('The template has no version of the function');
  return found;
};

/**
 * Leaves out what the stage does not have, and points the alias, and the check of a release, at the packaged version.
 */
const completeTemplate = async (template: Template): Promise<Template> => {
  const complete = resolveConditions(template);
  const versionName = packagedVersionOf(complete);
  const VERSION = { 'Fn::GetAtt': [versionName, 'Version'] };
  const { [versionName]: version, WebAlias: alias, CheckFunction: check, HttpApiStage: gateway } = complete.Resources;

  // With Retain, a release that is rolled back leaves its version behind, and repeating it fails: the code is the same,
  // so that Lambda publishes no new one.
  Object.assign(version ?? {}, { DeletionPolicy: 'RetainExceptOnCreate' });
  Object.assign(alias?.Properties ?? {}, { FunctionVersion: VERSION });
  if (check) {
    Object.assign(check.Properties, {
      Code: { ZipFile: await buildCheck() },
      Environment: { Variables: { FUNCTION: { Ref: 'WebLambdaFunction' }, VERSION } },
    });
    // Moving the alias calls the check, which must know the new version by then.
    Object.assign(alias ?? {}, { DependsOn: ['CheckFunction'] });
  }
  // API Gateway refuses settings for a route that does not exist yet.
  const limited = Object(gateway?.Properties.RouteSettings);
  const routes = Object.entries(complete.Resources).filter(
    ([, { Properties }]) => String(Properties.RouteKey) in limited,
  );
  if (gateway) Object.assign(gateway, { DependsOn: [gateway.DependsOn, ...routes.map(([name]) => name)].flat() });
  return complete;
};
