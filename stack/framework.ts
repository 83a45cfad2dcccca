import type { CloudFormationClientConfig } from '@aws-sdk/client-cloudformation';
import type { Template } from './resolve-conditions.ts';

/** The part of the Serverless Framework that the stack plugin uses. */
export interface Serverless {
  readonly classes: { readonly Error: new (message: string, code: string) => Error };
  readonly configurationInput: { readonly params?: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  readonly processedInput: { readonly options: { readonly param?: readonly string[] } };
  readonly pluginManager: { readonly plugins: readonly object[] };
  /** The output printed at the end of a command, by heading. */
  readonly serviceOutputs: Map<string, string | readonly string[]>;
  readonly service: {
    readonly functions: Record<string, unknown>;
    readonly provider: {
      compiledCloudFormationTemplate: Template;
      /** Set when the framework finds nothing to deploy. */
      shouldNotDeploy?: boolean;
      /** In seconds, of each function that has none of its own. */
      timeout: number;
    };
    readonly resources: {
      readonly Resources: { readonly Table: { readonly Properties: { readonly TableName: string } } };
    };
  };
  getProvider(name: 'aws'): Provider;
}

interface Provider {
  /** Resolves credentials and region, for the client of any service. */
  getAwsSdkV3Config(): Promise<CloudFormationClientConfig>;
  getRegion(): string;
  getStage(): string;
  readonly naming: { getStackName(): string };
}

/** The framework's plugin for `serverless info`, which also runs after a deployment. */
export interface AwsInfo {
  readonly gatheredData: { readonly outputs: readonly { readonly OutputKey: string; readonly OutputValue: string }[] };
}

export interface Utilities {
  readonly log: { notice(message: string): void };
}
