import { saveMs } from '../src/domain/leases.ts';
import { buildCheck } from './check/build-check.ts';
import type { AwsInfo, Serverless, Utilities } from './framework.ts';
import { describeKeptTable, tableExists } from './kept-table.ts';
import { describeStaleVersion, packagedVersionOf, readLiveVersion } from './live-version.ts';
import { findParameterFaults } from './parameters.ts';
import { readParameters } from './read-parameters.ts';
import { resolveConditions, type Template } from './resolve-conditions.ts';

/** Adds the parts of the stack that YAML can't express, and checks each deployment. */
export default class StackPlugin {
  readonly hooks: Readonly<Record<string, () => void | Promise<void>>>;
  readonly #serverless: Serverless;
  readonly #log: Utilities['log'];

  constructor(serverless: Serverless, options: Record<string, unknown>, { log }: Utilities) {
    this.#serverless = serverless;
    this.#log = log;
    this.hooks = {
      initialize: () => {
        this.#checkParameters();
        this.#allowSavesToWait();
      },
      'after:aws:package:finalize:mergeCustomProviderResources': async () => {
        const { provider } = serverless.service;
        const template = await completeTemplate(provider.compiledCloudFormationTemplate);
        this.#allowSlowAnswers(template);
        provider.compiledCloudFormationTemplate = template;
        // CloudFormation takes 51,200 bytes inline, and two in five would be indentation.
        options['minify-template'] = true;
      },
      'after:aws:deploy:deploy:checkForChanges': () => this.#deployAfterRollback(),
      'after:deploy:finalize': () => this.#requireLive(),
      'after:aws:info:displayEndpoints': () => this.#printAddress(),
      'after:remove:remove': () => this.#announceKeptTable(),
    };
  }

  #checkParameters(): void {
    const faults = findParameterFaults({
      values: readParameters(this.#serverless),
      region: this.#serverless.getProvider('aws').getRegion(),
    });
    if (faults.length > 0) throw new this.#serverless.classes.Error(faults.join('\n'), 'WRONG_PARAMETER');
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

  async #readLiveVersion() {
    const provider = this.#serverless.getProvider('aws');
    return readLiveVersion(await provider.getAwsSdkV3Config(), {
      stackName: provider.naming.getStackName(),
      versionName: packagedVersionOf(this.#serverless.service.provider.compiledCloudFormationTemplate),
    });
  }

  /**
   * Deploys even if the code equals the last upload: the framework would skip it, although that deployment was rolled
   * back.
   */
  async #deployAfterRollback(): Promise<void> {
    const { provider } = this.#serverless.service;
    if (!provider.shouldNotDeploy || (await this.#readLiveVersion()).packaged !== undefined) return;
    provider.shouldNotDeploy = false;
    this.#log.notice('The last deployment of this code was rolled back. Deploying it again.');
  }

  async #requireLive(): Promise<void> {
    const fault = describeStaleVersion(await this.#readLiveVersion());
    if (fault !== undefined) throw new this.#serverless.classes.Error(fault, 'STALE_VERSION');
  }

  /** Prints the stage's domain: the framework lists the gateway's addresses, which don't answer then. */
  #printAddress(): void {
    const { pluginManager, serviceOutputs } = this.#serverless;
    const info = pluginManager.plugins.find(({ constructor: { name } }) => name === 'AwsInfo') as AwsInfo;
    const address = info.gatheredData.outputs.find(({ OutputKey }) => OutputKey === 'Address');
    if (!address) return;
    serviceOutputs.delete('endpoints');
    serviceOutputs.set('address', address.OutputValue);
  }

  async #announceKeptTable(): Promise<void> {
    const tableName = this.#serverless.service.resources.Resources.Table.Properties.TableName;
    const config = await this.#serverless.getProvider('aws').getAwsSdkV3Config();
    if (await tableExists(config, tableName)) this.#log.notice(describeKeptTable(tableName));
  }
}

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
  // As in stack/gateway.yml, whose list takes no condition.
  const link = 'HttpApiRouteGetFilesIdVar';
  if (gateway && complete.Resources[link]) (gateway.DependsOn as string[]).push(link);
  return complete;
};
