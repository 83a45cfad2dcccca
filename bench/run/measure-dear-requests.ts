import type { Candidate } from '../candidate.ts';
import { DEAR_REQUESTS, type DearRequest, largestFileRequest } from '../dear-requests.ts';
import { type Environment, startFunction } from '../lambda/function-process.ts';
import { median } from '../report/metrics.ts';
import { cpuPerRequest, warmUp } from './warm-run.ts';

/** The cost of an expensive request to a warm process. */
export interface DearCost extends Pick<DearRequest, 'name'> {
  /** The status of the answer. */
  readonly status: number;
  /** In milliseconds. */
  readonly cpu: number;
  /** The ratio to the page's CPU. */
  readonly ratio: number;
}

const ROUNDS = 5;
const PAGES = 50;

/** @param page The `page` candidate. Its process gets every request, with pages before each. */
export const measureDearRequests = async (page: Candidate, environment: Environment): Promise<DearCost[]> => {
  const process = await startFunction(page, environment);
  try {
    await warmUp(process);
    const costs: DearCost[] = [];
    for (const { name, event } of [...DEAR_REQUESTS, largestFileRequest(page.directory)]) {
      // Not counted: it compiles the code for this request.
      const status = await process.send(event);
      const [cpus, ratios]: [number[], number[]] = [[], []];
      for (let round = 0; round < ROUNDS; round += 1) {
        const pageCpu = await cpuPerRequest(process, PAGES, process.invoke);
        const cpu = await cpuPerRequest(process, 1, () => process.send(event));
        cpus.push(cpu);
        ratios.push(cpu / pageCpu);
      }
      costs.push({ name, status, cpu: median(cpus), ratio: median(ratios) });
    }
    return costs;
  } finally {
    await process.stop();
  }
};
