import { describe, expect, test } from '@jest/globals';
import { findViolation, type Operation, type Read, type Write } from '../../support/faults/linearizability.ts';
import { below, createRandom, pickWeighted, type Random } from '../../support/random.ts';

const read = (version: number, value: string, call: number, returned: number): Read => ({
  kind: 'read',
  version,
  value,
  call,
  return: returned,
});

const write = (
  saved: Write['saved'],
  value: string,
  call: number,
  returned: number,
  expectedVersion?: number,
): Write => ({ kind: 'write', saved, value, call, return: returned, expectedVersion });

const ALWAYS = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

describe('a history is linearizable', () => {
  test.each<[string, Operation[]]>([
    ['with the initial value alone', [read(0, 'initial', 0, 1)]],
    ['with a write and a read after it', [write(1, 'a', 0, 1), read(1, 'a', 2, 3)]],
    ['when a read during the write sees the old value', [write(1, 'a', 0, 9), read(0, 'initial', 1, 2)]],
    ['when a read during the write sees the new value', [write(1, 'a', 0, 9), read(1, 'a', 1, 2)]],
    ['when a write begins as a read of the old value ends', [read(0, 'initial', 0, 1), write(1, 'a', 1, 2)]],
    ['when writes that overlap took effect in the other order', [write(2, 'a', 0, 9), write(1, 'b', 1, 8)]],
    ['when a write met its expectation', [write(1, 'a', 0, 1), write(2, 'b', 2, 3, 1)]],
    ['when a refused write is not seen', [write('refused', 'a', 0, 1), read(0, 'initial', 2, 3)]],
    ['when a write of unknown outcome is not seen', [write('unknown', 'a', 0, 1), read(0, 'initial', 2, 3)]],
    ['when a write of unknown outcome is seen at once', [write('unknown', 'a', 0, 1), read(1, 'a', 2, 3)]],
    [
      'when a write took effect long after its client gave up',
      [write('unknown', 'a', 0, 1), read(0, 'initial', 5, 6), write(1, 'b', 7, 8), read(2, 'a', 9, 10)],
    ],
    [
      'when only the log shows a write, and an earlier read does not',
      [write('unknown', 'a', 0, 1), read(0, 'initial', 2, 3), read(1, 'a', ...ALWAYS)],
    ],
  ])('%s', (_name, history) => {
    expect(findViolation(history, 'initial')).toBeUndefined();
  });
});

describe('a history is not linearizable', () => {
  test.each<[string, Operation[], RegExp, number]>([
    ['when two writes created one version', [write(1, 'a', 0, 9), write(1, 'b', 0, 9)], /Two writes/, 2],
    [
      'when a write of unknown outcome created a version that is taken',
      [write(1, 'a', 0, 9), write('unknown', 'b', 0, 9), read(1, 'b', 0, 9)],
      /Two writes/,
      2,
    ],
    [
      'when one value has two versions',
      [write(2, 'a', 0, 9), read(1, 'a', ...ALWAYS), read(2, 'a', ...ALWAYS)],
      /not written as it/,
      2,
    ],
    [
      'when a saved value is shown as another version too',
      [write(1, 'a', 0, 1), write(2, 'b', 2, 3), read(2, 'a', 4, 5)],
      /not written as it/,
      2,
    ],
    ['when a read shows a value that no one wrote', [write(1, 'a', 0, 1), read(1, 'x', 2, 3)], /not written as it/, 1],
    ['when a read shows a version that no one wrote', [read(1, 'x', 2, 3)], /not written as it/, 1],
    ['when version 0 shows another value', [read(0, 'x', 0, 1)], /not written as it/, 1],
    ['when a version was left out', [write(1, 'a', 0, 1), write(3, 'b', 2, 3)], /one before/, 1],
    ['when version 0 was written', [write(0, 'a', 0, 1)], /one before/, 1],
    ['when a write missed its expectation', [write(1, 'a', 0, 1), write(2, 'b', 2, 3, 0)], /expected version 0/, 1],
    [
      'when a write of unknown outcome missed its expectation',
      [write(1, 'a', 0, 1), write('unknown', 'b', 2, 3, 0), read(2, 'b', 4, 5)],
      /expected version 0/,
      1,
    ],
    ['when a refused write was seen', [write('refused', 'a', 0, 1), read(1, 'a', 2, 3)], /refused was seen/, 2],
    ['when a read misses a write before it', [write(1, 'a', 0, 1), read(0, 'initial', 2, 3)], /still there/, 2],
    [
      'when a read shows an older version than an earlier read',
      [write(1, 'a', 0, 9), read(1, 'a', 1, 2), read(0, 'initial', 3, 4)],
      /still there/,
      2,
    ],
    ['when a read sees the future', [read(1, 'a', 0, 1), write(1, 'a', 2, 3)], /still there/, 2],
    [
      'when a read sees the future of a write of unknown outcome',
      [read(1, 'a', 0, 1), write('unknown', 'a', 2, 3)],
      /still there/,
      2,
    ],
    ['when the later of two writes comes first', [write(2, 'a', 0, 1), write(1, 'b', 2, 3)], /still there/, 2],
  ])('%s', (_name, history, rule, culprits) => {
    const found = findViolation(history, 'initial');
    expect(found?.rule).toMatch(rule);
    expect(found?.operations).toHaveLength(culprits);
    for (const operation of found?.operations ?? []) expect(history).toContain(operation);
  });
});

test('the checker refuses an empty history, and one with the same value written twice', () => {
  expect(() => findViolation([], 'initial')).toThrow(/proves nothing/);
  expect(() => findViolation([write(1, 'a', 0, 1), write('unknown', 'a', 2, 3)], 'initial')).toThrow(/its own value/);
  expect(() => findViolation([write(1, 'initial', 0, 1)], 'initial')).toThrow(/its own value/);
});

test('the checker judges ten thousand operations at once', () => {
  const history = Array.from({ length: 10_000 }, (_, index) =>
    write(index + 1, `value ${index}`, 2 * index, 2 * index + 1),
  );
  const start = performance.now();
  expect(findViolation(history, 'initial')).toBeUndefined();
  expect(performance.now() - start).toBeLessThan(2_000);
});

/** Tries every order of the operations; only for a handful of them. */
const isLinearizable = (history: readonly Operation[]): boolean => {
  const isUnknown = (operation: Operation) => operation.kind === 'write' && operation.saved === 'unknown';
  const operations = history
    .filter((operation) => operation.kind === 'read' || operation.saved !== 'refused')
    .map((operation) => (isUnknown(operation) ? { ...operation, return: Number.POSITIVE_INFINITY } : operation));

  const search = (left: readonly Operation[], version: number, value: string): boolean =>
    // A write of unknown outcome may also never take effect.
    left.every(isUnknown) ||
    left.some((next) => {
      if (left.some((other) => other.return < next.call)) return false;
      const others = left.filter((other) => other !== next);
      if (next.kind === 'read')
        return next.version === version && next.value === value && search(others, version, value);
      if (next.saved !== 'unknown' && next.saved !== version + 1) return false;
      if (next.expectedVersion !== undefined && next.expectedVersion !== version) return false;
      return search(others, version + 1, next.value);
    });
  return search(operations, 0, 'initial');
};

/** Runs a few operations on a log in memory, each at a moment between its call and its return. */
const simulate = (random: Random) => {
  const plans = Array.from({ length: 1 + below(random, 7) }, (_, index) => {
    const call = below(random, 12);
    const moment = call + below(random, 4);
    return { index, call, moment, return: moment + below(random, 4) };
  });
  const log = [read(0, 'initial', ...ALWAYS)];
  const operations = plans
    .toSorted((a, b) => a.moment - b.moment)
    .map(({ index, call, return: returned }): Operation => {
      const kind = pickWeighted(random, { read: 5, save: 3, 'compare and set': 2, refused: 1, unknown: 2, lost: 1 });
      const version = log.length - 1;
      if (kind === 'read') return read(version, log[version]?.value ?? '', call, returned);
      const value = `value ${index}`;
      if (kind === 'refused') return write('refused', value, call, returned);
      if (kind === 'lost') return write('unknown', value, call, returned);
      log.push(read(version + 1, value, ...ALWAYS));
      const expected = kind !== 'save' && random() < 0.7 ? version : undefined;
      // A client may give up at any time, before or after its write takes effect.
      return kind === 'unknown'
        ? write('unknown', value, call, call + below(random, 4), expected)
        : write(version + 1, value, call, returned, expected);
    });
  return { operations, log };
};

/** Changes one thing, which may or may not break the history. */
const tamper = (random: Random, history: readonly Operation[]): Operation[] => {
  const at = below(random, history.length);
  const step = random() < 0.5 ? -1 : 1;
  const change = (operation: Operation): Operation => {
    switch (pickWeighted(random, { time: 3, version: 1, value: 1, outcome: 1, expectation: 1 })) {
      case 'time': {
        const by = step * (1 + below(random, 12));
        return { ...operation, call: operation.call + by, return: operation.return + by };
      }
      case 'version':
        if (operation.kind === 'read') return { ...operation, version: operation.version + step };
        return typeof operation.saved === 'number' ? { ...operation, saved: operation.saved + step } : operation;
      case 'value':
        return operation.kind === 'read' ? { ...operation, value: `value ${below(random, 7)}` } : operation;
      case 'outcome':
        if (operation.kind === 'read') return operation;
        return { ...operation, saved: operation.saved === 'refused' || random() < 0.5 ? 'unknown' : 'refused' };
      case 'expectation':
        return operation.kind === 'write' ? { ...operation, expectedVersion: below(random, 4) } : operation;
    }
  };
  return history.map((operation, index) => (index === at ? change(operation) : operation));
};

test('the checker agrees with a search of every order, on ten thousand small random histories', () => {
  const verdicts = { linearizable: 0, broken: 0 };
  for (let seed = 0; seed < 10_000; seed++) {
    const random = createRandom(seed);
    const { operations, log } = simulate(random);
    expect(findViolation([...operations, ...log], 'initial')).toBeUndefined();
    const history = [...tamper(random, tamper(random, operations)), ...log];

    const expected = isLinearizable(history);
    if ((findViolation(history, 'initial') === undefined) !== expected) {
      throw new Error(`Seed ${seed} should be ${expected ? 'linearizable' : 'broken'}: ${JSON.stringify(history)}`);
    }
    verdicts[expected ? 'linearizable' : 'broken']++;
  }
  expect(verdicts.linearizable).toBeGreaterThan(3_000);
  expect(verdicts.broken).toBeGreaterThan(3_000);
});
