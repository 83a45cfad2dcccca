import type { BuildOptions } from 'esbuild';
import plugins from './plugins.ts';

/** How serverless.yml says, under `custom.esbuild`, that the function is bundled: options of esbuild, and two of our own. */
export interface BundleSettings extends BuildOptions {
  /** Modules that stay outside the bundle. */
  readonly exclude: string[];
  /** Such as `.mjs`. */
  readonly outputFileExtension: string;
}

/** The options of esbuild for a bundle of the function. Who bundles adds where from and where to. */
export const createBundleOptions = ({ exclude, outputFileExtension, ...settings }: BundleSettings): BuildOptions => ({
  ...settings,
  bundle: true,
  platform: 'node',
  external: exclude,
  outExtension: { '.js': outputFileExtension },
  plugins,
});
