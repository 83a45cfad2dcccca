import type { Changes } from './changes.ts';
import { InvalidInputError } from './errors.ts';
import { createLeasedLog, type LeasedLogDependencies, type LogReading, type LogRequest, timeOf } from './leased-log.ts';
import type { PlannedView } from './planned.ts';
import { initialRevision, type Revision } from './revision.ts';

const MAX_PAGE_REVISIONS = 100;

/** @throws InvalidInputError */
export const checkPageSize = (first: number): void => {
  if (first < 1 || first > MAX_PAGE_REVISIONS) {
    throw new InvalidInputError(`\`first\` must be from 1 to ${MAX_PAGE_REVISIONS}, not ${first}.`);
  }
};

/** The current revision, as someone may keep it. */
export interface Reading {
  readonly revision: Revision;
  /** For how long a cache in front of this process may keep it, in milliseconds. */
  readonly keepMs: number;
  /** When another one follows by itself, in milliseconds since 1970; Infinity for never. Only editors may see it. */
  readonly dueAt: number;
}

/** The saved string as one request sees it. */
export interface SavedString extends Changes {
  /** Reads the current revision, and for how long it may be kept. Repeated calls read once. */
  read(): Promise<Reading>;

  /** Reads the current revision. Repeated calls read once. */
  latest(): Promise<Revision>;

  /** Finds the revision with this version, or undefined. */
  revision(version: number): Promise<Revision | undefined>;

  /**
   * Reads one page of the history, newest first, down to version 0. Long strings may give fewer revisions than asked
   * for, but never none while there are more.
   *
   * @throws InvalidInputError when `first` is not from 1 to 100.
   */
  history(range: { first: number; before: number | undefined }): Promise<{ revisions: Revision[]; hasMore: boolean }>;

  /**
   * Finds the revision that visitors read at a time, or will read then if nobody changes anything: the initial string before
   * the first save.
   *
   * @param authenticate is called for a time in the future, and throws unless an editor asks: plans are secret.
   */
  revisionAt(time: Date, authenticate: () => Promise<unknown>): Promise<Revision>;

  /**
   * Lists what is planned, or was when a version was saved, in the order of the next occurrences. Only editors may see
   * it.
   *
   * @throws InvalidInputError when the version does not exist.
   */
  planned(version?: number): Promise<PlannedView[]>;
}

export interface OpenSavedString {
  /** Opens the saved string for one request. When its signal aborts, every method throws StoreUnavailableError. */
  (signal: AbortSignal, request?: Omit<LogRequest, 'signal'>): SavedString;

  /** Reads the current revision at once, if this process may still keep it when a request arrives at this time. */
  readKept(arrivedAt: number): Reading | undefined;
}

const toReading = ({ current, keepMs }: LogReading): Reading => ({
  revision: current.revision,
  keepMs,
  dueAt: current.dueAt,
});

interface Dependencies extends Omit<LeasedLogDependencies, 'initial'> {
  /** The string that visitors read before the first save. */
  readonly initialString: string;
}

export const createSavedString = ({ initialString, ...dependencies }: Dependencies): OpenSavedString => {
  const { revisions, now } = dependencies;
  const initial = initialRevision(initialString);
  const log = createLeasedLog({ ...dependencies, initial });

  const open = (signal: AbortSignal, request: Omit<LogRequest, 'signal'> = {}): SavedString => {
    const findCommitted = async (version: number) => {
      if (version === 0) return initial;
      const entry = version > 0 ? await revisions.find(version, signal, request.countUnits) : undefined;
      return entry?.state === 'committed' ? entry.revision : undefined;
    };

    const findVersion = async (version: number) => {
      const found = await findCommitted(version);
      if (found || version < 0) return found;
      // It may be due, and no one has looked yet.
      await readNow();
      return findCommitted(version);
    };

    /** Reads anew, so what is due by now is written down. */
    const readNow = () => log.read({ ...request, signal });

    let reading: ReturnType<typeof readNow> | undefined;
    const read = () => {
      reading ??= readNow();
      return reading;
    };

    // A visitor of the page needs none of it.
    const load = async () => {
      const { createChanges, listPlanned, revisionAt } = await import('./changes.ts');
      return {
        ...createChanges({ log, find: findCommitted, request: { ...request, signal } }),
        listPlanned,
        revisionAt,
      };
    };

    return {
      read: async () => toReading(await read()),

      latest: async () => (await read()).current.revision,

      revision: findVersion,

      revisionAt: async (time, authenticate) => {
        const asked = timeOf(now, request);
        const { current } = await readNow();
        const { revisionAt } = await load();
        const planLog = log.planLog({ ...request, signal });
        return (await revisionAt(time, { current, now: asked, log: planLog, authenticate })) ?? initial;
      },

      planned: async (version) => {
        const { listPlanned } = await load();
        const planLog = log.planLog({ ...request, signal });
        if (version === undefined) return listPlanned((await read()).current, planLog, timeOf(now, request));
        const found = await findVersion(version);
        if (!found) throw new InvalidInputError(`Version ${version} does not exist.`);
        return listPlanned(await planLog.find(version), planLog);
      },

      history: async ({ first, before }) => {
        checkPageSize(first);
        const list = () => revisions.list({ before, limit: first }, signal, request.countUnits);
        let entries = await list();
        if (before === undefined && entries[0] && entries[0].dueAt <= timeOf(now, request)) {
          await readNow();
          entries = await list();
        }
        const found = entries.map(({ revision }) => revision);
        // Versions have no gaps, so the last one tells whether the history goes on.
        const oldest = found.at(-1)?.version ?? Math.min(before ?? 1, 1);
        if (found.length < first && oldest === 1) found.push(initial);
        return { revisions: found, hasMore: (found.at(-1)?.version ?? 0) > 0 };
      },

      save: async (...change) => (await load()).save(...change),
      restore: async (...change) => (await load()).restore(...change),
      plan: async (...change) => (await load()).plan(...change),
      changePlanned: async (...change) => (await load()).changePlanned(...change),
      skipPlanned: async (...change) => (await load()).skipPlanned(...change),
      cancelPlanned: async (...change) => (await load()).cancelPlanned(...change),
    };
  };

  const readKept = (arrivedAt: number) => {
    const reading = log.readKept(arrivedAt);
    return reading && toReading(reading);
  };
  return Object.assign(open, { readKept });
};
