import type { Plugin } from 'esbuild';

interface Replacement {
  /** Matches the path of one file of a dependency, with slashes. */
  readonly file: RegExp;
  /** What the file shall hold instead, as an ES module. */
  readonly contents: string;
}

/** Windows separates the folders of a path by backslashes. */
const onAnyPlatform = ({ source }: RegExp): RegExp => new RegExp(source.replaceAll(String.raw`\/`, String.raw`[\\/]`));

/**
 * Bundles other contents in place of a dependency's file. The build fails when no such file is bundled any more, so that an
 * upgrade can't undo it in silence.
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
      return { errors: [{ text: `Nothing that is bundled matches ${file}: is this replacement still needed?` }] };
    });
  },
});
