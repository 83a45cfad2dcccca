import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import FilesPlugin from '../../stack/files-plugin.ts';
import type { Serverless } from '../../stack/framework.ts';
import { listen } from '../support/listen.ts';

/** The stack's template at AWS, and the names of what its bucket holds. */
const aws = { template: {}, keys: [] as string[] };

const answerStack = (action: string | null): string =>
  action === 'GetTemplate'
    ? `<GetTemplateResponse><GetTemplateResult><TemplateBody>${JSON.stringify(aws.template)}</TemplateBody></GetTemplateResult></GetTemplateResponse>`
    : `<DescribeStackResourceResponse><DescribeStackResourceResult><StackResourceDetail>
        <PhysicalResourceId>the-bucket</PhysicalResourceId></StackResourceDetail></DescribeStackResourceResult></DescribeStackResourceResponse>`;

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
  const body = await text(request);
  if (pathname === '/') return response.end(answerStack(new URLSearchParams(body).get('Action')));
  if (!pathname.startsWith('/the-bucket')) return response.writeHead(404).end();
  if (searchParams.has('delete')) {
    const deleted = [...body.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => key);
    aws.keys = aws.keys.filter((key) => !deleted.includes(key));
    return response.end('<DeleteResult/>');
  }
  const contents = aws.keys.slice(0, 2).map((key) => `<Contents><Key>${key}</Key></Contents>`);
  const more = aws.keys.length > 2 ? '<NextContinuationToken>more</NextContinuationToken>' : '';
  return response.end(`<ListBucketResult>${contents.join('')}${more}</ListBucketResult>`);
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
  aws.keys = ['1', '2', '3'];
});

const load = (files: string) => {
  const notices: string[] = [];
  const functions: Record<string, unknown> = { web: {}, files: {} };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const serverless = {
    configurationInput: { params: { default: { files: 'off' }, dev: { files } } },
    processedInput: { options: {} },
    service: { functions },
    getProvider: () => ({
      getStage: () => 'dev',
      getAwsSdkV3Config: async () => ({ endpoint, region: 'eu-west-1', credentials }),
      naming: { getStackName: () => 'saved-string-dev' },
    }),
  } as unknown as Serverless;
  const { hooks } = new FilesPlugin(serverless, {}, { log: { notice: (message) => notices.push(message) } });
  return { functions, hooks, notices, remove: async () => hooks['before:remove:remove']?.() };
};

describe('the plugin for files', () => {
  test('leaves the function out of a stage without files', () => {
    expect(Object.keys(load('off').functions)).toEqual(['web']);
    expect(Object.keys(load('on').functions)).toEqual(['web', 'files']);
    expect(Object.keys(load('off').hooks)).toEqual(['before:remove:remove']);
  });

  test.each(['on', 'off'])(
    'empties the bucket of a stage that is removed, and says so, with files: %s',
    async (files) => {
      aws.template = { Resources: { FilesBucket: { DeletionPolicy: 'Delete' } } };
      const { remove, notices } = load(files);
      await remove();
      expect(aws.keys).toEqual([]);
      expect(notices).toEqual([expect.stringContaining('3 in all')]);
    },
  );

  test.each([{ FilesBucket: { DeletionPolicy: 'Retain' } }, {}])(
    'touches no bucket that stays: %j',
    async (Resources) => {
      aws.template = { Resources };
      const { remove, notices } = load('on');
      await remove();
      expect([aws.keys, notices]).toEqual([['1', '2', '3'], []]);
    },
  );
});
