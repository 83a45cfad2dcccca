import type { FileList } from '../http/built-files.ts';

/** Describes a build of the playground. Names are those under `/playground/`; each contains a hash of its content. */
export interface Manifest extends FileList {
  /** The module that starts the playground. */
  script: string;
  /** The modules that `script` imports, so that the page can request them at once. */
  preload: string[];
  style: string;
  /** The web workers of the code editor, by language. */
  workers: { editor: string; graphql: string; json: string };
}
