import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { buildCandidates } from './candidates.ts';
import { OWN_LOOP } from './lambda/function-process.ts';
import type { Options } from './options.ts';
import { type Pass, runPass } from './pass.ts';
import type { PassPlan } from './plan.ts';
import { showProgress } from './progress.ts';
import { startStubDynamoDB } from './stub-dynamodb.ts';
import { createWorkDirectory } from './work-directory.ts';

/** Builds the candidates and measures them, one pass after another. Shows its progress on a terminal. */
export const runPasses = async (
  plans: readonly PassPlan[],
  { only, rounds, dbLatency, runtime }: Pick<Options, 'only' | 'rounds' | 'dbLatency' | 'runtime'>,
): Promise<Pass[]> => {
  const directory = createWorkDirectory();
  showProgress('building the candidates');
  const candidates = await buildCandidates(only, directory);
  const store = await startStubDynamoDB({ latency: dbLatency });
  const passes: Pass[] = [];
  try {
    const certificateFile = join(directory, 'store.pem');
    await writeFile(certificateFile, store.certificate ?? '');
    const runtimeFile = runtime === undefined ? OWN_LOOP : resolve(runtime, 'index.mjs');
    for (const { memory, requests } of plans) {
      const surroundings = { storeEndpoint: store.endpoint, certificateFile, runtimeFile, memory };
      const onProgress = (done: string) => showProgress(`pass ${passes.length + 1}/${plans.length}: ${done}`);
      passes.push(await runPass(candidates, surroundings, { rounds, requests, onProgress }));
    }
  } finally {
    await store.stop();
    showProgress('');
  }
  return passes;
};
