import type { Revision } from '../../domain/revision.ts';
import {
  type Arguments,
  call,
  change,
  type Mutation,
  type PlannedString,
  REVISION,
  type Send,
} from '../client/client.ts';
import { Refusal } from '../client/refusal.ts';
import { formatTime } from './times.ts';

export interface Viewer {
  readonly name: string;
  /** RFC 3339. */
  readonly expiresAt: string;
}

export interface HistoryPage {
  /** Newest first. */
  readonly edges: readonly { readonly cursor: string; readonly node: Revision }[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

const PLANNED = 'id value from until repeat timeZone skipped occurrences(first: 40) { from until } note plannedBy';

export const send: Send = (path, request) =>
  fetch(path, request as RequestInit).catch(() => {
    throw new Refusal('The server can’t be reached.', { outcome: 'UNKNOWN' });
  });

const FIELDS: Readonly<Record<string, string>> = {
  from: 'the beginning',
  until: 'the end',
  value: 'the text',
  at: 'the time',
  name: 'the file’s name',
};

/** Puts a sentence for programmers into an editor's words and times. */
export const toWords = (message: string): string =>
  message
    .replaceAll(/`(\w+)`/g, (_code, name) => FIELDS[name] ?? name)
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, formatTime)
    .replace(/^[a-z]/, (letter) => letter.toUpperCase());

/** Handles what the API refuses. A mistake of this program stays an error. */
export const refused =
  <Result>(handle: (refusal: Refusal) => Result) =>
  (error: unknown): Result => {
    if (error instanceof Refusal) return handle(error);
    throw error;
  };

/** How soon what could not be read is read again. */
const RETRY_MS = 3_000;

/** Makes a function that reads until the API answers. */
export const untilRead = (read: () => Promise<void>, complain: (refusal: Refusal) => void) => {
  const work = (): Promise<void> =>
    read().catch(
      refused((refusal) => {
        complain(refusal);
        setTimeout(work, RETRY_MS);
      }),
    );
  return work;
};

/** @param readToken Reads the editor's token, undefined for a visitor. */
export const createApi = (readToken: () => string | undefined) => {
  const check = (token = readToken()) => {
    // No header can hold such a token, and the browser's own message would help no one.
    if (!token || /^[!-~]+$/.test(token)) return token;
    throw new Refusal('The token contains an invalid character. Copy the whole token again.', {
      code: 'UNAUTHENTICATED',
    });
  };
  const inWords = refused((refusal): never => {
    refusal.message = toWords(refusal.message);
    throw refusal;
  });
  const read = async <Result>(field: string, selection: string, args: Arguments = {}, token?: string) =>
    call<Result>(send, `query ${field}`, args, selection, check(token)).catch(inWords);
  let etag = '';
  let page: Revision | undefined;

  return {
    readLatest: () => read<Revision>('latestRevision', REVISION),

    /** Reads what the page shows. The server answers with a few bytes while that is still the same. */
    readShown: async (): Promise<Revision> => {
      const headers = { accept: 'application/json', 'if-none-match': etag };
      const response = await fetch('./', { headers, signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
      if (response?.status !== 304) page = undefined;
      if (response?.ok) page = await response.json();
      etag = page ? (response?.headers.get('etag') ?? etag) : '';
      if (page) return page;
      throw new Refusal(response ? 'The text can’t be read right now.' : 'The server can’t be reached.', {
        outcome: 'UNKNOWN',
      });
    },

    /** @param token Not kept here. */
    readViewer: (token: string) => read<Viewer | null>('viewer', 'name expiresAt', {}, token),

    readHistory: (first: number, after: string | undefined) =>
      read<HistoryPage>('revisions', `edges{cursor node{${REVISION}}}pageInfo{hasNextPage}`, { first, after }),

    readRevision: (version: number) => read<Revision | null>('revision', REVISION, { version }),

    /** @param version Undefined: what is planned now. */
    readPlanned: (version?: number) => read<PlannedString[]>('planned', PLANNED, { version }),

    /** @param time RFC 3339. */
    readAt: (time: string) => read<Revision>('revisionAt', REVISION, { time }),

    /** @returns the current revision: the saved one, or that of now if the change is for later. */
    change: async (mutation: Mutation, args: Arguments): Promise<Revision> =>
      change(send, mutation, args, check()).catch(inWords),
  };
};

export type Api = ReturnType<typeof createApi>;
