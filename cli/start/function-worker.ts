// Runs one build of the function in a thread of its own, for function-thread.ts.
import { parentPort, workerData } from 'node:worker_threads';
import type { HttpRequest, HttpResponse } from '../../src/http/handler.ts';
import { type Answer, type Call, NEWS, type ThreadData } from './function-thread.ts';

process.setSourceMapsEnabled(true);

const { app, config } = workerData as ThreadData;
const { createApp } = (await import(app)) as typeof import('../../src/app.ts');
const say = (answer: Answer) => parentPort?.postMessage(answer);
const { handler, news } = createApp(config, { write: (line) => say({ line }) });
const answerNews = async (): Promise<HttpResponse> => {
  try {
    return { statusCode: 200, body: await news() };
  } catch {
    return { statusCode: 503 };
  }
};

parentPort?.on('message', async ({ id, event, context }: Call) => {
  const isNews = (event as HttpRequest).routeKey === NEWS.routeKey;
  say({ id, response: await (isNews ? answerNews() : handler(event, context)) });
});
say({ isReady: true });
