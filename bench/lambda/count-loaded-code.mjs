// Preloaded with --import. Appends the size and address of every file that is loaded as code to the file LOADED_CODE.
import { appendFileSync, statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const list = String(process.env.LOADED_CODE);

registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith('file:')) appendFileSync(list, `${statSync(fileURLToPath(url)).size} ${url}\n`);
    return nextLoad(url, context);
  },
});
