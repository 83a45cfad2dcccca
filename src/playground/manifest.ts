/** What a build of the playground made. Names are those under `/playground/`; each holds a hash of its content. */
export interface Manifest {
  /** The module that starts the playground. */
  script: string;
  /** The modules that `script` imports, so that the page can ask for them at once. */
  preload: string[];
  style: string;
  /** The editor's background threads, by the language they serve. */
  workers: { editor: string; graphql: string; json: string };
  /** Every file's content type. */
  files: Record<string, string>;
}

/** All files are stored, and served, compressed with brotli only. */
export const storedName = (name: string): string => `${name}.br`;

export const manifestName = 'manifest.json';
