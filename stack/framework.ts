import type { CloudFormationClientConfig } from '@aws-sdk/client-cloudformation';
import type { Template } from './resolve-conditions.ts';

/** The part of the Serverless Framework that the plugins use. */
export interface Serverless {
  readonly classes: { readonly Error: new (message: string, code: string) => Error };
  readonly configurationInput: { readonly params?: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  readonly processedInput: { readonly options: { readonly param?: readonly string[] } };
  readonly pluginManager: { readonly plugins: readonly object[] };
  /** What a command prints at its end, by heading. */
  readonly serviceOutputs: Map<string, string | readonly string[]>;
  readonly serviceDir: string;
  readonly service: {
    readonly service: string;
    readonly functions: { readonly web: { readonly handler: string } };
    readonly package: {
      readonly patterns: string[];
      /** The archive with the function's code, relative to the project. */
      artifact?: string;
    };
    readonly provider: {
      compiledCloudFormationTemplate: Template;
      /** Set when the framework finds nothing to deploy. */
      shouldNotDeploy?: boolean;
    };
    readonly resources: {
      readonly Resources: { readonly Table: { readonly Properties: { readonly TableName: string } } };
    };
  };
  getProvider(name: 'aws'): Provider;
}

interface Provider {
  /** Credentials and region; it fits the client of every service. */
  getAwsSdkV3Config(): Promise<CloudFormationClientConfig>;
  getRegion(): string;
  getStage(): string;
  readonly naming: { getStackName(): string };
}

/** The framework's plugin behind `serverless info`, which runs after a deployment too. */
export interface AwsInfo {
  readonly gatheredData: { readonly outputs: readonly { readonly OutputKey: string; readonly OutputValue: string }[] };
}

export interface Utilities {
  readonly log: { notice(message: string): void };
}
