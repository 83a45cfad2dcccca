import { afterEach, test } from '@jest/globals';
import { expectExactOnEdit } from '../support/browser/exact-on-edit.ts';
import { gatewayAndBrowser } from '../support/browser/gateway-and-browser.ts';
import { ODD_STRINGS } from '../support/strings/odd-strings.ts';

const here = gatewayAndBrowser();
afterEach(() => Promise.all(here.browser.contexts().map((context) => context.close())));

test.each(Object.entries(ODD_STRINGS))(
  "the editors' page shows exactly what was saved: %s",
  async (_class, strings) => {
    await expectExactOnEdit(here, strings.slice(4, 14), [true]);
  },
);
