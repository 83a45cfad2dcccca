import { readFileSync } from 'node:fs';
import Sequencer from '@jest/test-sequencer';

/** Slow suites need a browser, a running copy, or packages of stages. */
const IS_LONG = /harness\(.*'(browser|server)'|support\/browser\/|package\/stages\.ts/;

/**
 * Begins with the files that take longest, so that none of them is left alone at the end. Jest does so from the second
 * run on; before that, it goes by the size of a file.
 */
export default class extends Sequencer {
  override async sort(tests: Parameters<Sequencer['sort']>[0]) {
    const sorted = await super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    const { true: long = [], false: short = [] } = Object.groupBy(sorted, ({ path }) =>
      IS_LONG.test(readFileSync(path, 'utf8')) ? 'true' : 'false',
    );
    return [...long, ...short];
  }
}
