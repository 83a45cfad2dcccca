import { shareReads } from '../../../src/store/share-reads.ts';
import { type ServedService, serveOverHttp } from './serve-over-http.ts';
import { loadService } from './service.ts';

type Environment = Parameters<typeof loadService>[0];

/** Loads a service as `serve` does, and reaches it over HTTP. */
export const loadOverHttp = async (environment: Environment): Promise<ServedService> =>
  serveOverHttp(await loadService({ ...environment, share: shareReads }));

let isOverHttp = false;

/** From now on, the services of this file are reached over HTTP. A file that says so can run the tests of another one. */
export const goOverHttp = (): void => {
  isOverHttp = true;
};

/** Loads a service that this file's tests reach as Lambda does, by events, unless they go over HTTP. */
export const loadByWayIn = async (environment: Environment): Promise<ServedService> =>
  isOverHttp ? loadOverHttp(environment) : { ...(await loadService(environment)), stop: async () => {} };
