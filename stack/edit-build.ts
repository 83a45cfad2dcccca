import type { LogLevel } from 'esbuild';
import type { Manifest } from '../src/routes/edit.ts';
import { buildFiles, contentTypesOf, outputOf } from './built-files.ts';

const main = 'src/browser/edit/main.ts';
const share = 'src/browser/edit/share.ts';

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
