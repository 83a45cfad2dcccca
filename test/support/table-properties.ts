import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { TableProperties } from '../../src/local/create-table.ts';

/** The table as serverless.yml has it, so that the tests' table is the deployed one; name it with `tableName`. */
export const tableProperties: TableProperties = parse(
  readFileSync(new URL('../../serverless.yml', import.meta.url), 'utf8'),
  // It doesn't know CloudFormation's tags (`!GetAtt`), and need not.
  { logLevel: 'error' },
).resources.Resources.Table.Properties;
