// Runs one build of the function in a thread of its own, for function-thread.ts.
import { parentPort, workerData } from 'node:worker_threads';
import type { Answer, Call, ThreadData } from './function-thread.ts';

process.setSourceMapsEnabled(true);

const { app, config } = workerData as ThreadData;
const { createApp } = (await import(app)) as typeof import('../../src/app.ts');
const say = (answer: Answer) => parentPort?.postMessage(answer);
const { handler } = createApp(config, { write: (line) => say({ line }) });

parentPort?.on('message', async ({ id, event, context }: Call) => {
  say({ id, response: await handler(event, context) });
});
say({ isReady: true });
