import type { AwsInfo, Serverless, Utilities } from './framework.ts';
import { describeKeptTable, tableExists } from './kept-table.ts';
import { describeStaleVersion, packagedVersionOf, readLiveVersion } from './live-version.ts';
import { findParameterFaults } from './parameters.ts';
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
      initialize: () => this.#checkParameters(),
      'after:aws:package:finalize:mergeCustomProviderResources': () => {
        const { provider } = serverless.service;
        provider.compiledCloudFormationTemplate = completeTemplate(provider.compiledCloudFormationTemplate);
        // CloudFormation takes 51,200 bytes inline, and two fifths would be indentation.
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

/** Reads the parameters of the stage. Later sources override earlier ones, as in the framework. */
const readParameters = (serverless: Serverless): Readonly<Record<string, unknown>> => {
  const { params = {} } = serverless.configurationInput;
  const given = serverless.processedInput.options.param ?? [];
  return {
    ...params.default,
    ...params[serverless.getProvider('aws').getStage()],
    ...Object.fromEntries(given.map((assignment) => assignment.trimEnd().split(/=(.*)/s, 2))),
  };
};

/** Points the alias at the packaged version, and drops the resources that the stage does not have. */
const completeTemplate = (template: Template): Template => {
  const { Resources, ...rest } = resolveConditions(template);
  const versionName = packagedVersionOf({ Resources, ...rest });
  const { [versionName]: version, WebAlias: alias } = Resources;
  if (!version || !alias) throw new Error('The template has no alias');
  return {
    ...rest,
    Resources: {
      ...Resources,
      // With Retain, a rolled-back release leaves its version behind, and repeating it fails: the code is the same, so
      // Lambda
      // publishes no new version.
      [versionName]: { ...version, DeletionPolicy: 'RetainExceptOnCreate' },
      WebAlias: {
        ...alias,
        Properties: { ...alias.Properties, FunctionVersion: { 'Fn::GetAtt': [versionName, 'Version'] } },
      },
    },
  };
};
