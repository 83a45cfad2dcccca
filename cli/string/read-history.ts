import { REVISION } from '../../src/browser/client/client.ts';
import type { Revision } from '../../src/domain/revision.ts';
import { expectLike, type Remote } from '../remote/remote.ts';

const QUERY = `query ($first: Int!, $after: String) {
  revisions(first: $first, after: $after) {
    nodes { ${REVISION} }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface Data {
  readonly revisions: {
    readonly nodes: readonly Revision[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const EXAMPLE = { revisions: { nodes: [{ version: 0, value: '' }], pageInfo: { endCursor: null } } } as const;

/** As many as give a short answer even if all are long. */
const PAGE_SIZE = 20;

/** Reads every string ever saved, newest first, as far as it is asked for. */
export async function* readHistory(remote: Remote): AsyncGenerator<Revision> {
  for (let after: string | null = null, more = true; more; ) {
    const data: Data = await remote.ask<Data>(QUERY, { first: PAGE_SIZE, after });
    const { revisions } = expectLike(remote, data, EXAMPLE);
    yield* revisions.nodes;
    after = revisions.pageInfo.endCursor;
    more = revisions.pageInfo.hasNextPage;
  }
}
