import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { parse } from 'yaml';
import { readFilesConfig } from '../../../src/files/app.ts';
import { createS3Bucket } from '../../../src/files/s3-bucket.ts';
import { readStage } from '../../../stack/read-stage.ts';
import { packageOf, propertiesOf, resourceOf, STAGE_NAMES, templateOf } from './stages.ts';

export const describeFiles = () => {
  test('have code of their own, in one file, which is the newest at once', () => {
    const withFiles = STAGE_NAMES.filter((stage) => packageOf(stage).filesZip !== undefined);
    expect(withFiles).toEqual(['with-files']);
    const { filesZip = Buffer.alloc(0) } = packageOf('with-files');
    expect(Object.keys(unzipSync(filesZip))).toEqual(['src/files/lambda.mjs']);
    expect(propertiesOf('with-files', 'FilesLambdaFunction')).toMatchObject({
      Handler: 'src/files/lambda.handler',
      Role: { 'Fn::GetAtt': ['FilesRole', 'Arn'] },
      Environment: { Variables: { STAGE: 'with-files', FILES_BUCKET: { Ref: 'FilesBucket' } } },
      Code: { S3Key: expect.stringMatching(/\/files\.zip$/) },
    });
  });

  test('add to a stage, and change nothing else but the list of its limits and alarms, and what the editors’ page may talk to', () => {
    // It differs from prod's in no parameter that any other resource has, apart from its name and its alarms.
    const [plain, shared] = [templateOf('with-alarms'), templateOf('with-files')];
    const common = Object.keys(plain.Resources).filter(
      (name) => !/^(HttpApiStage|Dashboard|WebLambdaVersion.*|.*Alarm.*)$/.test(name),
    );
    const named = (stage: string, name: string, { Resources }: typeof plain) =>
      JSON.stringify(Resources[name])
        .replaceAll(stage, 'STAGE')
        .replace(/,"FILES_ORIGIN":\{.*?"\}/, '')
        .replaceAll(/\d{13}-[^/"]*Z|WebLambdaVersion\w+/g, '');
    for (const name of common) {
      expect([name, named('with-files', name, shared)]).toEqual([name, named('with-alarms', name, plain)]);
    }
  });

  test('are kept encrypted', () => {
    expect(propertiesOf('with-files', 'FilesBucket').BucketEncryption).toEqual({
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    });
  });

  test('are deleted after twelve days, and what was never finished after one', () => {
    expect(propertiesOf('with-files', 'FilesBucket').LifecycleConfiguration).toEqual({
      Rules: [
        { Id: 'expire', Status: 'Enabled', ExpirationInDays: 12 },
        { Id: 'abort', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
      ],
    });
  });

  test('come from the stage’s own page only', () => {
    expect(propertiesOf('with-files', 'FilesBucket').CorsConfiguration).toEqual({
      CorsRules: [
        {
          AllowedOrigins: [{ 'Fn::Sub': expect.stringMatching(/^https:\/\/\$\{HttpApi\}\.execute-api\./) }],
          AllowedMethods: ['GET', 'PUT'],
          AllowedHeaders: ['x-amz-checksum-sha256'],
          ExposedHeaders: ['ETag'],
          MaxAge: 3000,
        },
      ],
    });
  });

  test('go from the editors’ page to the origin that its policy allows', async () => {
    const { Variables } = Object(propertiesOf('with-files', 'WebLambdaFunction').Environment);
    const values = { FilesBucket: 'bucket', 'AWS::Region': 'eu-west-1', 'AWS::URLSuffix': 'amazonaws.com' };
    const origin = Variables.FILES_ORIGIN['Fn::Sub'].replaceAll(
      /\$\{([^}]+)\}/g,
      (_match: string, name: keyof typeof values) => values[name],
    );
    const config = readFilesConfig({
      ...readStage('dev').environment,
      FILES_BUCKET: 'bucket',
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
    const address = await createS3Bucket(config).signDownload('id', 1);
    expect(new URL(address).origin).toBe(origin);
  });

  test('go with the stage, and stay where its table stays', () => {
    for (const name of ['FilesBucket', 'FilesBucketPolicy', 'Table']) {
      expect(resourceOf('with-files', name)).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
    }
    const { Resources } = parse(readFileSync('stack/files.yml', 'utf8'), { logLevel: 'error' });
    for (const name of ['FilesBucket', 'FilesBucketPolicy']) {
      expect(Resources[name].DeletionPolicy).toBe(`\${param:tableDeletionPolicy}`);
    }
  });
};
