/** Describes a build of the playground. Names are those under `/playground/`; each contains a hash of its content. */
export interface Manifest {
  /** The module that starts the playground. */
  script: string;
  /** The modules that `script` imports, so that the page can request them at once. */
  preload: string[];
  style: string;
  /** The web workers of the code editor, by language. */
  workers: { editor: string; graphql: string; json: string };
  /** Content types by file name. */
  files: Record<string, string>;
}

/** Every file is stored and served only in brotli. */
export const storedName = (name: string): string => `${name}.br`;

export const manifestName = 'manifest.json';
