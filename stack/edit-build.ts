import type { LogLevel } from 'esbuild';
import type { Manifest } from '../src/edit/page.ts';
import { buildFiles, contentTypesOf, outputOf } from './built-files.ts';

const entryPoint = 'src/edit/client/main.ts';

/** Bundles the editor's page into `outdir`. */
export const buildEdit = (outdir: string, logLevel: LogLevel = 'warning'): Promise<void> =>
  buildFiles<Manifest>({
    outdir,
    options: { entryPoints: [entryPoint], target: 'es2024', logLevel },
    describe: (outputs, files) => {
      const { name: script, style } = outputOf(outputs, entryPoint);
      return { script, style, files: contentTypesOf(files) };
    },
  });
