import { test } from '@jest/globals';
import { expectExactOnEdit } from '../support/browser/exact-on-edit.ts';
import { harness } from '../support/harness.ts';
import { ODD_STRINGS } from '../support/strings/odd-strings.ts';

const here = harness(['gateway', 'browser']);

test.each(Object.entries(ODD_STRINGS))(
  "the editors' page shows exactly what was saved: %s",
  async (_class, strings) => {
    await expectExactOnEdit(here, strings.slice(4, 14), [true]);
  },
);
