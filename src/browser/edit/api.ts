import type { Revision } from '../../domain/revision.ts';
import { type Arguments, ask as askServer, change, type Mutation, REVISION, type Send } from '../client/client.ts';
import { Refusal } from '../client/refusal.ts';
import { formatTime } from './times.ts';

/** One time at which a planned string is shown. Both ends are RFC 3339. */
export interface Occurrence {
  readonly from: string;
  readonly until: string | null;
}

/** A string that begins or ends by itself. */
export interface PlannedString extends Occurrence {
  readonly id: string;
  readonly value: string;
  /** A rule of RFC 5545; null if it does not repeat. */
  readonly repeat: string | null;
  readonly timeZone: string | null;
  /** The beginnings that are skipped. */
  readonly skipped: readonly string[];
  /** The one that has begun, if it has not ended, and the next ones: as many as the API gives. */
  readonly occurrences: readonly Occurrence[];
  readonly note: string | null;
  readonly plannedBy: string;
}

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

/** @param readToken Reads the editor's token, undefined for a visitor. */
export const createApi = (readToken: () => string | undefined) => {
  const check = (token = readToken()) => {
    // No header can hold such a token, and the browser's own message would help no one.
    if (!token || /^[!-~]+$/.test(token)) return token;
    throw new Refusal('The token contains an invalid character. Copy the whole token again.', {
      code: 'UNAUTHENTICATED',
    });
  };
  const inWords = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      if (error instanceof Refusal) error.message = toWords(error.message);
      throw error;
    }
  };
  /**
   * Reads one field of the API.
   *
   * @param types Of the variables, which are named after the field's arguments.
   */
  const read = <Result>(field: string, selection: string, types = '', variables = {}, token?: string) => {
    const args = Object.keys(variables).map((name) => `${name}:$${name}`);
    const list = (items: string) => items && `(${items})`;
    const query = `query${list(types)}{result:${field}${list(args.join())}{${selection}}}`;
    const ask = async () => (await askServer<{ result: Result }>(send, query, variables, check(token))).result;
    return inWords(ask());
  };
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
    readViewer: (token?: string) => read<Viewer | null>('viewer', 'name expiresAt', '', {}, token),

    readHistory: (first: number, after: string | undefined) => {
      const selection = `edges{cursor node{${REVISION}}}pageInfo{hasNextPage}`;
      return read<HistoryPage>('revisions', selection, '$first:Int,$after:String', { first, after });
    },

    readRevision: (version: number) => read<Revision | null>('revision', REVISION, '$version:Int!', { version }),

    /** @param version Undefined: what is planned now. */
    readPlanned: (version?: number) => read<PlannedString[]>('planned', PLANNED, '$version:Int', { version }),

    /** @param time RFC 3339. */
    readAt: (time: string) => read<Revision>('revisionAt', REVISION, '$time:DateTime!', { time }),

    /** @returns the current revision: the saved one, or that of now if the change is for later. */
    change: async (mutation: Mutation, args: Arguments): Promise<Revision> =>
      inWords(change(send, mutation, args, check())),
  };
};

export type Api = ReturnType<typeof createApi>;
