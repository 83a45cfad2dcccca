// Preloaded with --import. Appends the size and address of every file that is loaded as code to the file LOADED_CODE.
import { appendFileSync, statSync } from 'node:fs';
import { registerHooks } from 'node:module';

registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith('file:')) {
      appendFileSync(String(process.env.LOADED_CODE), `${statSync(new URL(url)).size} ${url}\n`);
    }
    return nextLoad(url, context);
  },
});
