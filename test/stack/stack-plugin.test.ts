import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Serverless } from '../../stack/framework.ts';
import StackPlugin from '../../stack/stack-plugin.ts';
import { listen } from '../support/listen.ts';

const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:saved-string-prod-web';

/** The state of the stage at AWS: the stack's versions by name, the alias, and the weights of other versions. */
const aws = {
  versions: {} as Record<string, string>,
  alias: '1',
  weights: {} as Record<string, number>,
};

const stackResource = (name: string, id: string) =>
  `<member><LogicalResourceId>${name}</LogicalResourceId><PhysicalResourceId>${id}</PhysicalResourceId></member>`;

const describeStackResources = () => {
  const versions = Object.entries(aws.versions).map(([name, number]) =>
    stackResource(name, `${FUNCTION_ARN}:${number}`),
  );
  return `<DescribeStackResourcesResponse><DescribeStackResourcesResult><StackResources>
    ${stackResource('WebLambdaFunction', 'saved-string-prod-web')}${versions.join('')}
  </StackResources></DescribeStackResourcesResult></DescribeStackResourcesResponse>`;
};

const server = createServer(async (request, response) => {
  const asksForStack = (await text(request)).includes('Action=DescribeStackResources');
  const alias = { FunctionVersion: aws.alias, RoutingConfig: { AdditionalVersionWeights: aws.weights } };
  const isAlias = request.url === '/2015-03-31/functions/saved-string-prod-web/aliases/live';
  response.writeHead(asksForStack || isAlias ? 200 : 404);
  response.end(asksForStack ? describeStackResources() : JSON.stringify(alias));
});

let endpoint: string;
let stop: () => Promise<void>;
beforeAll(async () => {
  const listening = await listen(server);
  endpoint = `http://127.0.0.1:${listening.port}`;
  stop = listening.stop;
});
afterAll(() => stop());
beforeEach(() => {
  Object.assign(aws, { versions: { Version1: '1' }, alias: '1', weights: {} });
});

const deploy = async (versionName: string, shouldNotDeploy = false) => {
  const notices: string[] = [];
  const provider = {
    shouldNotDeploy,
    compiledCloudFormationTemplate: { Resources: { [versionName]: { Type: 'AWS::Lambda::Version', Properties: {} } } },
  };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const serverless = {
    classes: { Error },
    service: { provider },
    getProvider: () => ({
      getAwsSdkV3Config: async () => ({ endpoint, region: 'eu-west-1', credentials }),
      naming: { getStackName: () => 'saved-string-prod' },
    }),
  } as unknown as Serverless;
  const { hooks } = new StackPlugin(serverless, {}, { log: { notice: (message) => notices.push(message) } });
  await hooks['after:aws:deploy:deploy:checkForChanges']?.();
  return { notices, skipped: provider.shouldNotDeploy, finish: async () => hooks['after:deploy:finalize']?.() };
};

describe('a deployment', () => {
  test('succeeds when the alias is at the packaged version', async () => {
    const { finish, notices } = await deploy('Version1');
    await finish();
    expect(notices).toEqual([]);
  });

  test('stays skipped when the same code is already deployed', async () => {
    const { skipped, finish } = await deploy('Version1', true);
    expect(skipped).toBe(true);
    await finish();
  });

  test('is not skipped when the last deployment of the same code was rolled back', async () => {
    const { skipped, notices } = await deploy('Version2', true);
    expect(skipped).toBe(false);
    expect(notices).toEqual(['The last deployment of this code was rolled back. Deploying it again.']);
  });

  test('fails when the stack lacks the packaged version', async () => {
    const { finish } = await deploy('Version2');
    await expect(finish()).rejects.toThrow('its deployment was rolled back. Deploy again.');
  });

  test('fails when the alias is at another version, and explains how to move it', async () => {
    Object.assign(aws, { versions: { Version2: '2' } });
    const { finish } = await deploy('Version2');
    await expect(finish()).rejects.toThrow(/get version 1 of the function, but version 2.*--function-version 2/s);
  });

  test('fails when the alias is between two versions', async () => {
    Object.assign(aws, { versions: { Version2: '2' }, alias: '2', weights: { '1': 0.9 } });
    const { finish } = await deploy('Version2');
    await expect(finish()).rejects.toThrow('get version 2 and 1 of the function');
  });
});

describe('the end of a deployment', () => {
  const print = async (outputs: readonly object[]) => {
    class AwsInfo {
      readonly gatheredData = { outputs };
    }
    const serviceOutputs = new Map([['endpoints', ['GET - https://abc.execute-api.eu-west-1.amazonaws.com/']]]);
    const serverless = { pluginManager: { plugins: [{}, new AwsInfo()] }, serviceOutputs } as unknown as Serverless;
    const { hooks } = new StackPlugin(serverless, {}, { log: { notice: () => {} } });
    await hooks['after:aws:info:displayEndpoints']?.();
    return Object.fromEntries(serviceOutputs);
  };

  test('prints the address of the page, and none that does not answer', async () => {
    const outputs = [
      { OutputKey: 'HttpApiUrl', OutputValue: 'https://abc.execute-api.eu-west-1.amazonaws.com' },
      { OutputKey: 'Address', OutputValue: 'https://string.example.com' },
    ];
    expect(await print(outputs)).toEqual({ address: 'https://string.example.com' });
  });

  test('prints the framework’s addresses while the stack has none', async () => {
    expect(Object.keys(await print([]))).toEqual(['endpoints']);
  });
});
