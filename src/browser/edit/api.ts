/** One saved string, as the API gives it. */
export interface Revision {
  readonly version: number;
  readonly value: string;
  /** RFC 3339; null for version 0. */
  readonly savedAt: string | null;
  readonly savedBy: string | null;
  readonly note: string | null;
  readonly restores: number | null;
  /** When the string before it comes back, in RFC 3339; null if this one stays. */
  readonly until: string | null;
  /** The version whose string this one kept, because it only changed what is planned. */
  readonly keeps: number | null;
}

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

interface Extensions {
  readonly code?: string;
  readonly outcome?: 'NOT_WRITTEN' | 'PENDING' | 'UNKNOWN';
  readonly current?: Pick<Revision, 'version' | 'value' | 'savedAt' | 'savedBy'>;
  readonly requestId?: string;
}

/** A request without a result. The message is for people. */
export class Refusal extends Error {
  /** As in GraphQL's `extensions.code`; UNREACHABLE if there was no answer from the API. */
  readonly code: string;
  /** Whether a change may have been written. */
  readonly isUnknown: boolean;
  /** Whether a change was written, and appears soon. */
  readonly isPending: boolean;
  /** Of CONFLICT: what visitors read now. */
  readonly current: Revision | undefined;

  constructor(message: string, { code = 'UNREACHABLE', outcome, current }: Extensions = {}) {
    super(message);
    this.code = code;
    this.isUnknown = outcome === 'UNKNOWN' || ['UNREACHABLE', 'INTERNAL_SERVER_ERROR'].includes(code);
    this.isPending = outcome === 'PENDING';
    this.current = current && { note: null, restores: null, until: null, keeps: null, ...current };
  }
}

/** A save waits until every cache has let go of the last string, and for another editor's save before it. */
const TIMEOUT_MS = 30_000;

const REVISION = 'version value savedAt savedBy note restores until keeps';

/** @param readToken Reads the editor's token, undefined for a visitor. */
export const createApi = (readToken: () => string | undefined) => {
  const ask = async <Data>(query: string, variables: object, token = readToken()): Promise<Data> => {
    // No header can hold such a token, and the browser's own message would help no one.
    if (/[^!-~]/.test(token ?? ''))
      throw new Refusal('The token contains an invalid character. Copy the whole token again.', {
        code: 'UNAUTHENTICATED',
      });
    const response = await fetch('graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(() => {
      throw new Refusal('The server can’t be reached.');
    });
    const { data, errors: [error] = [] } = (await response.json().catch(() => ({}))) as {
      data?: Data;
      errors?: { message: string; extensions?: Extensions }[];
    };
    if (error) {
      const { requestId } = error.extensions ?? {};
      const where = requestId === undefined ? '' : ` Details are in the log, under request ${requestId}.`;
      throw new Refusal(error.message + where, { code: 'BAD_REQUEST', ...error.extensions });
    }
    if (!data) throw new Refusal(`The server is not available (status ${response.status}).`);
    return data;
  };

  return {
    readLatest: async () =>
      (await ask<{ latestRevision: Revision }>(`{ latestRevision { ${REVISION} } }`, {})).latestRevision,

    /** @param token Not kept here. */
    readViewer: async (token?: string) =>
      (await ask<{ viewer: Viewer | null }>('{ viewer { name expiresAt } }', {}, token)).viewer,

    readHistory: async (first: number, after: string | undefined) => {
      const query = `query ($first: Int, $after: String) {
        revisions(first: $first, after: $after) { edges { cursor node { ${REVISION} } } pageInfo { hasNextPage } }
      }`;
      return (await ask<{ revisions: HistoryPage }>(query, { first, after })).revisions;
    },

    readPlanned: async () =>
      (await ask<{ planned: PlannedString[] }>('{ planned { id value from until note plannedBy } }', {})).planned,

    /** @param time RFC 3339. */
    readAt: async (time: string) => {
      const query = `query ($time: DateTime!) { revisionAt(time: $time) { ${REVISION} } }`;
      return (await ask<{ revisionAt: Revision | null }>(query, { time })).revisionAt;
    },

    /** @returns the current revision: the saved one, or that of now if the change is for later. */
    save: async ({ from, ...change }: Change) => {
      const [field, type, argument] =
        from === null ? ['setSavedString', '', ''] : ['planSavedString', '$from: DateTime!, ', 'from: $from, '];
      const query = `mutation (${type}$value: String!, $note: String, $until: DateTime, $expectedVersion: Int) {
        changed: ${field}(${argument}value: $value, note: $note, until: $until, expectedVersion: $expectedVersion) { ${REVISION} }
      }`;
      return (await ask<{ changed: Revision }>(query, from === null ? change : { ...change, from })).changed;
    },

    cancel: async (id: string, expectedVersion: number) => {
      const query = `mutation ($id: ID!, $expectedVersion: Int) {
        cancelPlanned(id: $id, expectedVersion: $expectedVersion) { ${REVISION} }
      }`;
      return (await ask<{ cancelPlanned: Revision }>(query, { id, expectedVersion })).cancelPlanned;
    },

    restore: async (version: number, expectedVersion: number) => {
      const query = `mutation ($version: Int!, $expectedVersion: Int) {
        restoreRevision(version: $version, expectedVersion: $expectedVersion) { ${REVISION} }
      }`;
      return (await ask<{ restoreRevision: Revision }>(query, { version, expectedVersion })).restoreRevision;
    },
  };
};

export type Api = ReturnType<typeof createApi>;
