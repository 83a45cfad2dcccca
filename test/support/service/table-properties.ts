import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { TableProperties } from '../../../cli/start/table.ts';

/** The table as the stack has it, so that the tests' table is the deployed one; name it with `tableName`. */
export const tableProperties: TableProperties = parse(
  readFileSync(new URL('../../../stack/table.yml', import.meta.url), 'utf8'),
).Resources.Table.Properties;
