import { emptyFilesBucket } from './files-bucket.ts';
import { buildFilesCode } from './files-code.ts';
import type { Serverless, Utilities } from './framework.ts';
import { readParameters } from './read-parameters.ts';

/** Leaves the function for files out of a stage without `files: on`, builds it for others, and empties its bucket. */
export default class FilesPlugin {
  readonly hooks: Readonly<Record<string, () => Promise<void>>>;

  constructor(serverless: Serverless, _options: unknown, { log }: Utilities) {
    const hasFiles = readParameters(serverless).files === 'on';
    // Here already: the framework collects the routes before any hook of ours.
    if (!hasFiles) delete serverless.service.functions.files;
    this.hooks = {
      ...(hasFiles && {
        'before:package:createDeploymentArtifacts': buildFilesCode,
        'before:deploy:function:packageFunction': buildFilesCode,
      }),
      // Whatever the parameters say now: the stage may have been deployed with others.
      'before:remove:remove': async () => {
        const provider = serverless.getProvider('aws');
        const count = await emptyFilesBucket(await provider.getAwsSdkV3Config(), provider.naming.getStackName());
        if (count > 0) log.notice(`Deleted the shared files, ${count} in all: their bucket goes with the stage.`);
      },
    };
  }
}
