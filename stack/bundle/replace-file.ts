import type { Plugin } from 'esbuild';

interface Replacement {
  /** Matches the path of one file of a dependency, with slashes. */
  readonly file: RegExp;
  /** The new content of the file, as an ES module. */
  readonly contents: string;
}

/** Lets a pattern with slashes also match Windows paths, with backslashes. */
const onAnyPlatform = ({ source }: RegExp): RegExp => new RegExp(source.replaceAll(String.raw`\/`, String.raw`[\\/]`));

/**
 * Replaces a dependency's file in the bundle. The build fails when the file is no longer bundled, so that an upgrade
 * can't silently drop the replacement.
 */
export const replaceFile = (name: string, { file, contents }: Replacement): Plugin => ({
  name,
  setup: (build) => {
    let replaced = false;
    build.onStart(() => {
      replaced = false;
    });
    build.onLoad({ filter: onAnyPlatform(file) }, () => {
      replaced = true;
      return { contents, loader: 'js' };
    });
    build.onEnd(({ errors }) => {
      if (replaced || errors.length > 0) return {};
      return { errors: [{ text: `No bundled file matches ${file}. Is this replacement still needed?` }] };
    });
  },
});
