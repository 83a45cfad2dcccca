import type { Revision } from '../../domain/revision.ts';
import { type Arguments, ask as askServer, change, type Mutation, REVISION, type Send } from '../client/client.ts';
import { Refusal } from '../client/refusal.ts';

export interface PlannedString {
  readonly id: string;
  readonly value: string;
  /** Both times are RFC 3339. */
  readonly from: string;
  readonly until: string | null;
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

/** A change of the text. */
export interface Change {
  readonly value: string;
  readonly note: string | null;
  readonly expectedVersion: number;
  /** When it begins, in RFC 3339; null for at once. */
  readonly from: string | null;
  /** When the string before it comes back, in RFC 3339; null for never. */
  readonly until: string | null;
}

export const send: Send = (path, request) =>
  fetch(path, request as RequestInit).catch(() => {
    throw new Refusal('The server can’t be reached.', { outcome: 'UNKNOWN' });
  });

/** @param readToken Reads the editor's token, undefined for a visitor. */
export const createApi = (readToken: () => string | undefined) => {
  const check = (token = readToken()) => {
    // No header can hold such a token, and the browser's own message would help no one.
    if (!token || /^[!-~]+$/.test(token)) return token;
    throw new Refusal('The token contains an invalid character. Copy the whole token again.', {
      code: 'UNAUTHENTICATED',
    });
  };
  const ask = async <Data>(query: string, variables = {}, token?: string): Promise<Data> =>
    askServer(send, query, variables, check(token));
  const make = async (mutation: Mutation, args: Arguments) => change(send, mutation, args, check());

  return {
    readLatest: async () =>
      (await ask<{ latestRevision: Revision }>(`{ latestRevision { ${REVISION} } }`)).latestRevision,

    /** @param token Not kept here. */
    readViewer: async (token?: string) =>
      (await ask<{ viewer: Viewer | null }>('{ viewer { name expiresAt } }', {}, token)).viewer,

    readHistory: async (first: number, after: string | undefined) => {
      const fields = `edges { cursor node { ${REVISION} } } pageInfo { hasNextPage }`;
      const query = `query ($first: Int, $after: String) { revisions(first: $first, after: $after) { ${fields} } }`;
      return (await ask<{ revisions: HistoryPage }>(query, { first, after })).revisions;
    },

    readPlanned: async () =>
      (await ask<{ planned: PlannedString[] }>('{ planned { id value from until note plannedBy } }')).planned,

    /** @param time RFC 3339. */
    readAt: async (time: string) => {
      const query = `query ($time: DateTime!) { revisionAt(time: $time) { ${REVISION} } }`;
      return (await ask<{ revisionAt: Revision | null }>(query, { time })).revisionAt;
    },

    /** @returns the current revision: the saved one, or that of now if the change is for later. */
    save: ({ from, ...change }: Change) =>
      make(from ? 'planSavedString' : 'setSavedString', { from: from ?? undefined, ...change }),

    cancel: (id: string, expectedVersion: number) => make('cancelPlanned', { id, expectedVersion }),

    restore: (version: number, expectedVersion: number) => make('restoreRevision', { version, expectedVersion }),
  };
};

export type Api = ReturnType<typeof createApi>;
