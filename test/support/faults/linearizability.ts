/** The times of a client's call and answer, on one clock that all clients share. */
interface Timed {
  readonly call: number;
  /** Infinity if no answer came. */
  readonly return: number;
}

/** A client saw this value as this version. */
export interface Read extends Timed {
  readonly kind: 'read';
  readonly version: number;
  readonly value: string;
}

/** A client asked to save this value. No two writes of a history have the same value. */
export interface Write extends Timed {
  readonly kind: 'write';
  readonly value: string;
  /** Saves only if this is the current version. */
  readonly expectedVersion?: number | undefined;
  /** The version in the answer; undefined if the write was refused, or its outcome is unknown. */
  readonly saved: number | 'refused' | 'unknown';
}

export type Operation = Read | Write;

/**
 * The reason why no order of the operations explains the observations, and the operations that contradict each other.
 */
export interface Violation {
  readonly rule: string;
  readonly operations: readonly Operation[];
}

/** An operation that took effect, and the version that it read or created. */
interface Effect extends Timed {
  readonly version: number;
  readonly operation: Operation;
}

const violation = (rule: string, ...operations: (Operation | undefined)[]): Violation => ({
  rule,
  operations: operations.filter((operation) => operation !== undefined),
});

const byValue = (history: readonly Operation[], initialValue: string): Map<string, Write> => {
  const writes = new Map<string, Write>();
  for (const operation of history) {
    if (operation.kind === 'read') continue;
    if (operation.value === initialValue || writes.has(operation.value)) {
      throw new Error(`Two writes carry ${operation.value}: give each its own value`);
    }
    writes.set(operation.value, operation);
  }
  return writes;
};

/** Leaves out refused writes, and writes of unknown outcome that no one saw: they had no effect. */
const toEffects = (history: readonly Operation[]): Effect[] => {
  const shownAs = new Map<string, number>();
  for (const { kind, value, ...read } of history) {
    if (kind === 'read' && 'version' in read) shownAs.set(value, read.version);
  }
  return history.flatMap((operation): Effect[] => {
    const { call, return: returned } = operation;
    if (operation.kind === 'read') return [{ version: operation.version, operation, call, return: returned }];
    if (operation.saved === 'refused') return [];
    if (operation.saved !== 'unknown') return [{ version: operation.saved, operation, call, return: returned }];
    const version = shownAs.get(operation.value);
    // It may have taken effect long after its client had given up.
    return version === undefined ? [] : [{ version, operation, call, return: Number.POSITIVE_INFINITY }];
  });
};

/** Checks that each version has one write, which met its expectation. */
const findBadWrite = (effects: readonly Effect[], writeOf: Map<number, Write>): Violation | undefined => {
  for (const { version, operation } of effects) {
    if (operation.kind === 'read') continue;
    const other = writeOf.get(version);
    if (other) return violation(`Two writes created version ${version}`, other, operation);
    writeOf.set(version, operation);
    if (operation.expectedVersion !== undefined && version !== operation.expectedVersion + 1) {
      return violation(`A write that expected version ${operation.expectedVersion} created ${version}`, operation);
    }
  }
  return undefined;
};

/** Checks that every read of a version shows the value written as that version. */
const findBadRead = (
  effects: readonly Effect[],
  writeOf: ReadonlyMap<number, Write>,
  writes: ReadonlyMap<string, Write>,
  initialValue: string,
): Violation | undefined => {
  for (const { version, operation } of effects) {
    if (operation.kind === 'write') continue;
    const written = version === 0 ? initialValue : writeOf.get(version)?.value;
    if (written === operation.value) continue;
    const source = writes.get(operation.value);
    if (source?.saved === 'refused') return violation('A write that was refused was seen', source, operation);
    return violation(`A read of version ${version} shows what was not written as it`, operation, source);
  }
  return undefined;
};

/** Checks that the versions follow each other from 1 without gaps. */
const findGap = (writeOf: ReadonlyMap<number, Write>): Violation | undefined => {
  for (const [version, write] of writeOf) {
    if (version !== 1 && !writeOf.has(version - 1)) {
      return violation(`Version ${version} was created, and no one created the one before`, write);
    }
  }
  return undefined;
};

/** Orders the reads of a version between its write and the write of the next. */
const keyOf = ({ version, operation: { kind } }: Effect): number => 2 * version + (kind === 'read' ? 1 : 0);

/**
 * Checks that no operation that returned before another was called comes after it in the order of keys. Reads with the
 * same key may come in any order, so an operation is only compared with those of smaller keys.
 */
const findBadOrder = (effects: readonly Effect[]): Violation | undefined => {
  const sorted = effects.toSorted((a, b) => keyOf(a) - keyOf(b));
  let latestCall: Effect | undefined;
  let latestOfGroup: Effect | undefined;
  let group = Number.NEGATIVE_INFINITY;
  for (const effect of sorted) {
    if (keyOf(effect) !== group) {
      group = keyOf(effect);
      latestCall = latestOfGroup;
    }
    if (latestCall && effect.return < latestCall.call) {
      const rule = `Version ${effect.version} was still there after a later moment had been seen`;
      return violation(rule, effect.operation, latestCall.operation);
    }
    if (!latestOfGroup || effect.call > latestOfGroup.call) latestOfGroup = effect;
  }
  return undefined;
};

/**
 * Looks for a proof that a history is not linearizable: that the operations have no order in which each takes effect at
 * one moment between its call and its return, and shows the content of the log at that moment.
 *
 * The versions fix that order except for reads of the same version, so this takes O(n log n) and is exact. A write of
 * unknown outcome counts only if a read shows it. So read the whole log in the end and add it to the history, as reads
 * from -Infinity to Infinity: a log tells what a version holds, but not when it was current.
 *
 * @param initialValue The value of version 0.
 * @returns undefined if the history is linearizable.
 * @throws Error for an empty history, which proves nothing, and for one in which two writes have the same value.
 */
export const findViolation = (history: readonly Operation[], initialValue: string): Violation | undefined => {
  if (history.length === 0) throw new Error('An empty history proves nothing');
  const writes = byValue(history, initialValue);
  const effects = toEffects(history);
  const writeOf = new Map<number, Write>();
  return (
    findBadWrite(effects, writeOf) ??
    findBadRead(effects, writeOf, writes, initialValue) ??
    findGap(writeOf) ??
    findBadOrder(effects)
  );
};
