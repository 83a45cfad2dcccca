import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import BuildPlugin from '../../stack/build-plugin.ts';
import type { Serverless } from '../../stack/framework.ts';
import StackPlugin from '../../stack/stack-plugin.ts';
import { listen } from '../support/listen.ts';

const FUNCTION = 'saved-string-prod-web';

/** The stage’s resources in AWS, as long as a test says nothing else. */
const atFirst = () => ({
  /** The resources of the stack's template; undefined without a stack. */
  resources: { Version1: { Type: 'AWS::Lambda::Version' }, Table: {} } as Record<string, object> | undefined,
  /** The function's versions in the stack, by logical name. */
  versions: { Version1: '1' } as Record<string, string>,
  alias: '1',
  weights: {} as Record<string, number>,
  hasTable: true,
  files: [] as string[],
  /** The requests that change something. */
  changes: [] as string[],
});

let aws = atFirst();
beforeEach(() => {
  aws = atFirst();
});

const missing = (what: string) =>
  `<ErrorResponse><Error><Code>ValidationError</Code><Message>${what} does not exist</Message></Error></ErrorResponse>`;

const answerStack = (form: URLSearchParams): [number, string] => {
  if (!aws.resources) return [400, missing('Stack with id saved-string-prod')];
  const action = form.get('Action');
  const answer = (content: string): [number, string] => [
    200,
    `<${action}Response><${action}Result>${content}</${action}Result></${action}Response>`,
  ];
  if (action === 'GetTemplate')
    return answer(`<TemplateBody>${JSON.stringify({ Resources: aws.resources })}</TemplateBody>`);
  const name = form.get('LogicalResourceId') ?? '';
  const version = aws.versions[name];
  const id =
    version === undefined
      ? { WebLambdaFunction: FUNCTION, FilesBucket: 'the-bucket' }[name]
      : `arn:aws:lambda:eu-west-1:123456789012:function:${FUNCTION}:${version}`;
  if (id === undefined) return [400, missing(`Resource ${name}`)];
  return answer(`<StackResourceDetail><PhysicalResourceId>${id}</PhysicalResourceId></StackResourceDetail>`);
};

/** Lists two files at a time, and deletes those named. */
const answerBucket = (query: URLSearchParams, body: string): [number, string] => {
  if (query.has('delete')) {
    const deleted = [...body.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => key);
    aws.files = aws.files.filter((key) => !deleted.includes(key));
    return [200, '<DeleteResult/>'];
  }
  const contents = aws.files.slice(0, 2).map((key) => `<Contents><Key>${key}</Key></Contents>`);
  const more = aws.files.length > 2 ? '<NextContinuationToken>more</NextContinuationToken>' : '';
  return [200, `<ListBucketResult>${contents.join('')}${more}</ListBucketResult>`];
};

const answerAlias = (method = '', body: string): [number, string] => {
  const { FunctionVersion, RoutingConfig } = JSON.parse(body || '{}');
  if (method === 'PUT') aws.changes.push(`alias to ${FunctionVersion}, ${JSON.stringify(RoutingConfig)}`);
  const alias = { FunctionVersion: aws.alias, RoutingConfig: { AdditionalVersionWeights: aws.weights } };
  return [200, JSON.stringify(alias)];
};

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
  const body = await text(request);
  const answer = (): [number, string] => {
    if (String(request.headers['x-amz-target']).endsWith('.DescribeTable')) {
      return aws.hasTable
        ? [200, '{"Table":{}}']
        : [400, '{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"}'];
    }
    if (pathname === `/2015-03-31/functions/${FUNCTION}/aliases/live`) return answerAlias(request.method, body);
    if (pathname.startsWith('/the-bucket')) return answerBucket(searchParams, body);
    return pathname === '/' ? answerStack(new URLSearchParams(body)) : [404, ''];
  };
  const [status, content] = answer();
  response.writeHead(status).end(content);
});

let endpoint: string;
let stop: () => Promise<void>;
beforeAll(async () => {
  const listening = await listen(server);
  endpoint = `http://127.0.0.1:${listening.port}`;
  stop = listening.stop;
});
afterAll(() => stop());
interface Run {
  readonly options?: Readonly<Record<string, unknown>>;
  readonly params?: Readonly<Record<string, object>>;
  readonly packaged?: string;
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly outputs?: readonly object[];
}

const PARAMS = { default: { tableDeletionPolicy: 'Retain', readLease: 0 }, prod: {} };

class AwsDeploy {
  getCreateChangeSetParams({ templateUrl }: { templateUrl: string }): object {
    return { templateUrl };
  }
}

/** Loads the plugin as the framework does for a command, such as `deploy --stage prod`. */
const load = (
  command: string,
  { options = {}, params = PARAMS, packaged = 'Version1', outputs = [], ...rest }: Run = {},
) => {
  const { stage = 'prod' } = options as { stage?: string };
  const notices: string[] = [];
  class AwsInfo {
    readonly gatheredData = { outputs };
  }
  const deploy = new AwsDeploy();
  const Resources = { [packaged]: { Type: 'AWS::Lambda::Version', Properties: {} } };
  const provider = { compiledCloudFormationTemplate: { Resources }, timeout: 6, ...rest.provider };
  const serviceOutputs = new Map<string, unknown>([
    ['endpoints', ['GET - https://abc.execute-api.eu-west-1.amazonaws.com/']],
  ]);
  const serverless = {
    classes: { Error },
    configurationInput: { params },
    processedInput: { commands: command.split(' '), options: { stage, ...options } },
    pluginManager: { plugins: [{}, new AwsInfo(), deploy], spawn: () => Promise.reject(new Error('Terminated')) },
    serviceOutputs,
    service: { provider, resources: { Resources: { Table: { Properties: { TableName: 'saved-string-prod' } } } } },
    getProvider: () => ({
      getAwsSdkV3Config: async () => ({
        endpoint,
        region: 'eu-west-1',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      }),
      getRegion: () => 'eu-west-1',
      getStage: () => stage,
      naming: { getStackName: () => `saved-string-${stage}` },
    }),
  } as unknown as Serverless;
  const { hooks } = new StackPlugin(serverless, options, { log: { notice: (message) => notices.push(message) } });
  return {
    provider: provider as { shouldNotDeploy?: boolean },
    notices,
    deploy,
    printed: () => Object.fromEntries(serviceOutputs),
    run: async (hook: string) => hooks[hook]?.(),
  };
};

const FINISHED = 'after:deploy:finalize';

describe('a deployment', () => {
  test('ends well when visitors get the packaged version', async () => {
    const { run, notices } = load('deploy');
    await run(FINISHED);
    expect([notices, aws.changes]).toEqual([[], []]);
  });

  test.each([
    ['stays skipped when the same code is deployed already', 'Version1', true],
    ['is not skipped when the last deployment of the same code was rolled back', 'Version2', false],
  ])('%s', async (_, packaged, skipped) => {
    const { run, provider, notices } = load('deploy', { packaged, provider: { shouldNotDeploy: true } });
    await run('after:aws:deploy:deploy:checkForChanges');
    expect(provider.shouldNotDeploy).toBe(skipped);
    expect(notices).toHaveLength(skipped ? 0 : 1);
  });

  test('fails when the stack lacks the packaged version, also with --force', async () => {
    const { run } = load('deploy', { packaged: 'Version2', options: { force: true } });
    await expect(run(FINISHED)).rejects.toThrow('its deployment was rolled back. Deploy again.');
  });

  test.each([
    ['another version', '7', {}, 'get version 7 of'],
    ['two versions', '1', { 7: 0.1 }, 'get version 1 and 7 of'],
  ])('fails when visitors get %s, and says how to change that', async (_, alias, weights, said) => {
    Object.assign(aws, { alias, weights });
    await expect(load('deploy').run(FINISHED)).rejects.toThrow(said);
    await expect(load('deploy').run(FINISHED)).rejects.toThrow(
      /aws lambda update-alias --region eu-west-1 .*--function-version 1 .*roll-back\.yml --ref TAG --field version=1$/s,
    );
    expect(aws.changes).toEqual([]);
  });

  test('sends visitors to the packaged version with --force', async () => {
    Object.assign(aws, { alias: '7', weights: { 1: 0.1 } });
    const { run, notices } = load('deploy', { options: { force: true } });
    await run(FINISHED);
    expect(aws.changes).toEqual(['alias to 1, {"AdditionalVersionWeights":{}}']);
    expect(notices).toEqual([expect.stringContaining('all of them now get version 1')]);
  });

  const UPDATE = 'before:aws:deploy:deploy:updateStack';

  test.each([
    ['the stack has it', { resources: { Table: {} } }, undefined],
    ['there is none', { resources: {}, hasTable: false }, undefined],
    ['it outlived its stage', { resources: {}, hasTable: true }, true],
  ])('takes over a table if it must: %s', async (_, state, imports) => {
    Object.assign(aws, state);
    const { run, deploy } = load('deploy');
    await run(UPDATE);
    expect(deploy.getCreateChangeSetParams({ templateUrl: 'x' })).toEqual({
      templateUrl: 'x',
      ...(imports && { ImportExistingResources: true }),
    });
  });

  test('refuses to take over a table that it would delete', async () => {
    Object.assign(aws, { resources: {} });
    const { run } = load('deploy', { params: { ...PARAMS, prod: { tableDeletionPolicy: 'Delete' } } });
    await expect(run(UPDATE)).rejects.toThrow('--param tableDeletionPolicy=Retain');
  });

  const outputs = [
    { OutputKey: 'HttpApiUrl', OutputValue: 'https://abc.execute-api.eu-west-1.amazonaws.com' },
    { OutputKey: 'Address', OutputValue: 'https://string.example.com' },
  ];

  test('prints the address of the page, and none that does not answer', async () => {
    const { run, printed } = load('deploy', { outputs });
    await run('after:aws:info:displayEndpoints');
    expect(printed()).toEqual({ address: 'https://string.example.com' });
  });

  test('prints the framework’s addresses while the stack has none', async () => {
    const { run, printed } = load('deploy');
    await run('after:aws:info:displayEndpoints');
    expect(Object.keys(printed())).toEqual(['endpoints']);
  });

  test.each([{ shouldNotDeploy: true }, { deploymentWithEmptyChangeSet: true }])(
    'prints the address also when there is nothing to deploy: %j',
    async (provider) => {
      const { run, notices } = load('deploy', { outputs, provider });
      await run('after:aws:info:displayEndpoints');
      await run('finalize');
      expect(notices).toEqual(['address: https://string.example.com']);
    },
  );
});

describe('a rollback', () => {
  const ROLLED_BACK = 'after:rollback:rollback';

  test('lists the deployments without a timestamp', async () => {
    aws.alias = '7';
    await load('rollback').run(ROLLED_BACK);
  });

  test('fails when visitors don’t get the version of the stack', async () => {
    aws.alias = '7';
    const rollback = load('rollback', { options: { timestamp: '1' }, packaged: 'Other' });
    await expect(rollback.run(ROLLED_BACK)).rejects.toThrow('get version 7 of the function, but version 1');
  });
});

describe('a removal', () => {
  const remove = async () => {
    const { run, notices } = load('remove');
    const ended = await run('before:remove:remove').then(
      () => 'goes on',
      ({ message }: Error) => message,
    );
    return { ended, notices };
  };

  test('empties a bucket for files that goes with the stage, and says so', async () => {
    Object.assign(aws, { resources: { FilesBucket: { DeletionPolicy: 'Delete' } }, files: ['1', '2', '3'] });
    expect(await remove()).toEqual({ ended: 'goes on', notices: [expect.stringContaining('3 in all')] });
    expect(aws.files).toEqual([]);
  });

  test.each([{ FilesBucket: { DeletionPolicy: 'Retain' } }, {}])(
    'touches no bucket that stays: %j',
    async (resources) => {
      Object.assign(aws, { resources, files: ['1'] });
      expect(await remove()).toEqual({ ended: 'goes on', notices: [] });
      expect(aws.files).toEqual(['1']);
    },
  );

  test('of what is not there is done at once', async () => {
    Object.assign(aws, { resources: undefined, hasTable: false });
    expect(await remove()).toEqual({ ended: 'Terminated', notices: ['There is no stage prod in eu-west-1.'] });
  });

  test('tells of a table that stays, in its region, and first how to have the stage back', async () => {
    const { run, notices } = load('remove');
    await run('after:remove:remove');
    expect(notices.join()).toMatch(
      /npx --no serverless deploy --stage prod --region eu-west-1\n.*delete-table --region eu-west-1 --table-name saved-string-prod$/s,
    );
  });
});

describe('a command of the framework', () => {
  test.each([
    ['deploy function', 'npx --no serverless deploy --stage prod --region eu-west-1'],
    ['rollback function', 'aws lambda update-alias --region eu-west-1 --function-name saved-string-prod-web'],
    ['invoke local', 'npm start'],
  ])('is refused where it would not do what it says: %s', async (command, instead) => {
    await expect(load(command).run('initialize')).rejects.toThrow(instead);
  });

  test.each([
    [{ function: 'web' }, 'live'],
    [{ function: 'web', qualifier: '3' }, '3'],
    [{ function: 'files' }, undefined],
  ])('calls the version that visitors get: invoke %j', async (given, qualifier) => {
    const options: Record<string, string> = { ...given };
    await load('invoke', { options }).run('initialize');
    expect(options.qualifier).toBe(qualifier);
  });

  test.each([
    ['deploy', { stage: 'a'.repeat(31) }, 'up to 30 letters'],
    ['package', { stage: 'Production' }, 'Production: *prod'],
    ['deploy', { stage: 'eu-live2' }, 'looks like production'],
    ['deploy', { param: ['domain='] }, '--param domain= has no value'],
    ['deploy', { param: ['domain'] }, '--param domain has no value'],
  ])('is refused in one sentence: %s %j', (command, options, said) => {
    expect(() => load(command, { options })).toThrow(said);
  });

  test.each([
    ['deploy', { stage: 'a'.repeat(30) }],
    ['deploy', { stage: 'prod' }],
    ['deploy', { stage: 'product-page' }],
    ['deploy', { stage: 'alive' }],
    ['remove', { stage: 'production' }],
    ['info', { stage: 'a'.repeat(31) }],
    ['deploy', { param: ['domain=a=b'] }],
  ])('is accepted: %s %j', (command, options) => {
    expect(() => load(command, { options })).not.toThrow();
  });
});

test.each([
  ['off', ['web']],
  ['on', ['web', 'files']],
])('the function for files is part of the service with files: %s', (files, names) => {
  const functions: Record<string, unknown> = { web: {}, files: {} };
  new BuildPlugin({
    configurationInput: { params: { default: { files } } },
    processedInput: { options: {} },
    service: { functions },
    getProvider: () => ({ getStage: () => 'dev' }),
  } as unknown as Serverless);
  expect(Object.keys(functions)).toEqual(names);
});
