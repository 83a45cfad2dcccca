// Rewrites handler-permissions.json from AWS's published schemas of CloudFormation's resources. Unpack
// https://schema.cloudformation.eu-west-1.amazonaws.com/CloudformationSchema.zip, and name the folder:
//
//   node test/support/stack/extract-handler-permissions.ts FOLDER [TYPE …]
//
// Each TYPE given, such as AWS::SQS::Queue, is added to those in the file.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The part of a resource's schema that lists the actions its handlers call. */
interface Schema {
  readonly handlers?: Readonly<Record<string, { readonly permissions: readonly string[] }>>;
  readonly tagging?: { readonly permissions?: readonly string[] };
}

/** The IAM actions by CloudFormation's handler. */
type Permissions = Readonly<Record<'create' | 'read' | 'update' | 'delete' | 'tag', readonly string[]>>;

const file = new URL('handler-permissions.json', import.meta.url);
const [folder = '.', ...added] = process.argv.slice(2);

const permissionsOf = (type: string): Permissions => {
  const path = join(folder, `${type.toLowerCase().replaceAll('::', '-')}.json`);
  const { handlers = {}, tagging }: Schema = JSON.parse(readFileSync(path, 'utf8'));
  // Some are written `S3:…`.
  const normal = (action: string): string => action.replace(/^\w+/, (service) => service.toLowerCase());
  const sorted = (actions: readonly string[] = []): string[] => [...new Set(actions.map(normal))].toSorted();
  return {
    create: sorted(handlers.create?.permissions),
    read: sorted(handlers.read?.permissions),
    update: sorted(handlers.update?.permissions),
    delete: sorted(handlers.delete?.permissions),
    tag: sorted(tagging?.permissions),
  };
};

const types = [...Object.keys(JSON.parse(readFileSync(file, 'utf8'))), ...added].toSorted();
const extract = Object.fromEntries(types.map((type) => [type, permissionsOf(type)]));
writeFileSync(file, `${JSON.stringify(extract, null, 2)}\n`);
