import type { Candidate } from '../candidate.ts';
import { DEAR_REQUESTS, type DearRequest, largestFileRequest } from '../dear-requests.ts';
import { type Environment, startFunction } from '../lambda/function-process.ts';
import { median } from '../report/metrics.ts';
import { cpuOf, warmUp } from './warm-run.ts';

/** The cost of a dear request to a warm process. */
export interface DearCost extends Pick<DearRequest, 'name'> {
  /** Of the answer. */
  readonly status: number;
  /** In milliseconds. */
  readonly cpu: number;
  /** How many times the page's CPU. */
  readonly ratio: number;
}

const ROUNDS = 5;
const PAGES = 50;

/** @param page The candidate of that name: its process gets all requests, the pages before each of them. */
export const measureDearRequests = async (page: Candidate, environment: Environment): Promise<DearCost[]> => {
  const process = await startFunction(page, environment);
  try {
    await warmUp(process);
    const costs: DearCost[] = [];
    for (const { name, event } of [...DEAR_REQUESTS, largestFileRequest(page.directory)]) {
      // Not counted: it compiles what this request needs.
      const status = await process.send(event);
      const rounds: { cpu: number; ratio: number }[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const pages = await cpuOf(process, async () => {
          for (let request = 0; request < PAGES; request += 1) await process.invoke();
        });
        const cpu = await cpuOf(process, async () => void (await process.send(event)));
        rounds.push({ cpu, ratio: cpu / (pages / PAGES) });
      }
      const middle = (figure: 'cpu' | 'ratio') => median(rounds.map((round) => round[figure]));
      costs.push({ name, status, cpu: middle('cpu'), ratio: middle('ratio') });
    }
    return costs;
  } finally {
    await process.stop();
  }
};
