import { type Config, readConfig } from '../config.ts';

/** The settings of the function for files, from the environment that stack/files-function.yml sets. */
export interface FilesConfig extends Config {
  readonly bucket: string;
  /** Overrides the region's own S3 address. */
  readonly s3Endpoint: string | undefined;
}

/**
 * Reads the settings once, at start.
 *
 * @throws Error that names the missing variable.
 */
export const readFilesConfig = (env: Readonly<Record<string, string | undefined>> = process.env): FilesConfig => {
  const bucket = env.FILES_BUCKET;
  if (!bucket) throw new Error('The environment variable FILES_BUCKET is missing');
  return { ...readConfig(env), bucket, s3Endpoint: env.AWS_ENDPOINT_URL_S3 };
};
