import type { Template } from './resolve-conditions.ts';

/** The part of the Serverless Framework that the plugins use. */
export interface Serverless {
  readonly classes: { readonly Error: new (message: string, code: string) => Error };
  readonly configurationInput: { readonly params?: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  readonly processedInput: {
    /** The words of the command, such as `deploy` and `function`. */
    readonly commands: readonly string[];
    readonly options: Options;
  };
  readonly pluginManager: {
    readonly plugins: readonly object[];
    spawn(command: string, options: { readonly terminateLifecycleAfterExecution: true }): Promise<never>;
  };
  /** The output printed at the end of a command, by heading. */
  readonly serviceOutputs: Map<string, string | readonly string[]>;
  readonly service: {
    readonly functions: Record<string, unknown>;
    readonly provider: {
      compiledCloudFormationTemplate: Template;
      /** Set when the framework finds nothing to deploy. */
      shouldNotDeploy?: boolean;
      /** Set when CloudFormation finds nothing to deploy. */
      deploymentWithEmptyChangeSet?: boolean;
      /** In seconds, of each function that has none of its own. */
      timeout: number;
    };
    readonly resources: {
      readonly Resources: { readonly Table: { readonly Properties: { readonly TableName: string } } };
    };
  };
  getProvider(name: 'aws'): Provider;
}

/** The options of a command line, which a plugin may add to. */
export interface Options {
  readonly param?: readonly string[];
  readonly stage?: string;
  readonly force?: boolean;
  readonly timestamp?: string;
  readonly function?: string;
  readonly 'function-version'?: string;
  qualifier?: string;
}

interface Provider {
  /** Resolves credentials and region, for the client of any service. */
  getAwsSdkV3Config(): Promise<object>;
  getRegion(): string;
  getStage(): string;
  readonly naming: { getStackName(): string };
}

/** The framework's plugin for `serverless info`, which also runs after a deployment. */
export interface AwsInfo {
  readonly gatheredData: { readonly outputs: readonly { readonly OutputKey: string; readonly OutputValue: string }[] };
}

/** The framework's plugin for `serverless deploy`. */
export interface AwsDeploy {
  getCreateChangeSetParams(options: { readonly templateUrl?: string }): object;
}

export interface Utilities {
  readonly log: { notice(message: string): void };
}
