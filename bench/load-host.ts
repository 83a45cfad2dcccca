// A process that load.ts loads: it reports its port to its parent, and ends with it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Context } from 'aws-lambda';
import { startHttpServer } from '../cli/serve/http-server.ts';
import { createWriteLines } from '../cli/serve/write-lines.ts';
import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { shareReads } from '../src/store/share-reads.ts';
import { createGatewayEvent } from '../stack/gateway-event.ts';
import { readStage } from '../stack/read-stage.ts';

const [, , TABLE_NAME = '', AWS_ENDPOINT_URL_DYNAMODB] = process.argv;

const { handler } = createApp(
  readConfig({
    STAGE: 'bench',
    INITIAL_STRING: 'none',
    AWS_REGION: 'eu-west-1',
    TABLE_NAME: TABLE_NAME || 'without-lease',
    AWS_ENDPOINT_URL_DYNAMODB,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  }),
  { share: shareReads, write: createWriteLines() },
);

const serve = async (): Promise<number> => {
  const { routes, cors } = readStage('dev');
  return (await startHttpServer({ handler, stage: { routes, cors } }, 0, '127.0.0.1')).port;
};

/** Answers with the page's own headers and bytes, without any work. */
const serveConstant = async (): Promise<number> => {
  const { headers, body = '' } = await handler(createGatewayEvent('GET /'), { awsRequestId: 'bench' } as Context);
  const server = createServer((_request, response) => {
    response.writeHead(200, headers as Record<string, string>).end(body);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
};

process.send?.(await (TABLE_NAME === '' ? serveConstant() : serve()));
process.once('disconnect', () => process.exit());
