import { setTimeout } from 'node:timers/promises';
import { CodeDeployClient, PutLifecycleEventHookExecutionStatusCommand } from '@aws-sdk/client-codedeploy';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { checkVersion, type Invoke } from './check-version.ts';

/** The event of a CodeDeploy hook. */
interface HookEvent {
  readonly DeploymentId: string;
  readonly LifecycleEventHookExecutionId: string;
}

const lambda = new LambdaClient();
const codeDeploy = new CodeDeployClient();

/** A cold start or one slow read of the table must not stop a release. */
const TRIES = 3;
const PAUSE_MS = 2_000;

// biome-ignore lint/style/noProcessEnv: This function has no other settings, and shares no code with the product's.
const { FUNCTION: FunctionName, VERSION: Qualifier } = process.env;

const invoke: Invoke = async (event) => {
  const Payload = JSON.stringify(event);
  const result = await lambda.send(new InvokeCommand({ FunctionName, Qualifier, Payload }));
  if (result.FunctionError) throw new Error(`${event.routeKey} crashed`);
  return JSON.parse(result.Payload?.transformToString() ?? '');
};

const findFault = async (): Promise<string | undefined> => {
  for (let tries = 1; ; tries++) {
    const fault = await checkVersion(invoke);
    if (fault === undefined || tries === TRIES) return fault;
    await setTimeout(PAUSE_MS);
  }
};

/**
 * Runs before a gradual release sends any visitor to the new version, and stops the release if the version is faulty.
 */
export const handler = async (event: HookEvent): Promise<void> => {
  const fault = await findFault();
  if (fault === undefined) console.info({ message: 'The new version is right' });
  else console.error({ message: 'The new version is wrong', fault });

  const command = new PutLifecycleEventHookExecutionStatusCommand({
    deploymentId: event.DeploymentId,
    lifecycleEventHookExecutionId: event.LifecycleEventHookExecutionId,
    status: fault === undefined ? 'Succeeded' : 'Failed',
  });
  await codeDeploy.send(command);
};
