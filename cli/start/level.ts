import { createRequire } from 'node:module';

interface ValueIterator {
  next(): Promise<unknown>;
  close(): Promise<void>;
  return?(): Promise<void>;
}

interface Level {
  open(): Promise<void>;
  close(): Promise<void>;
  values(): ValueIterator;
}

const requireLikeDynalite = createRequire(createRequire(import.meta.url).resolve('dynalite'));

/** The database that dynalite keeps its tables in. */
export const { Level } = requireLikeDynalite('level') as {
  Level: { new (path: string): Level; readonly prototype: Level };
};

const requireLikeLevel = createRequire(requireLikeDynalite.resolve('level'));
const { AbstractValueIterator } = requireLikeLevel('abstract-level') as {
  AbstractValueIterator: { readonly prototype: ValueIterator };
};

// dynalite 4.0.0 ends an iterator by `return`, but these have only `close`: each query would leave one open, which
// holds about 50 KB outside of the heap.
AbstractValueIterator.prototype.return ??= function () {
  return this.close();
};
