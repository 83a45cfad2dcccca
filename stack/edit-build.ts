import type { LogLevel } from 'esbuild';
import type { Manifest } from '../src/edit/page.ts';
import { buildFiles, contentTypesOf, outputOf } from './built-files.ts';

const main = 'src/edit/client/main.ts';
const share = 'src/edit/client/share.ts';

/** Bundles the editor's page into `outdir`. */
export const buildEdit = (outdir: string, logLevel: LogLevel = 'warning'): Promise<void> =>
  buildFiles<Manifest>({
    outdir,
    options: { entryPoints: [main, share], target: 'es2024', logLevel },
    describe: (outputs, files) => {
      const scriptOf = (entryPoint: string) => {
        const { name: script, style } = outputOf(outputs, entryPoint);
        return { script, style };
      };
      return { ...scriptOf(main), share: scriptOf(share), files: contentTypesOf(files) };
    },
  });
