import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { TableProperties } from '../../../cli/start/table.ts';

/** Reads the table's properties from the stack, so that the tests use the deployed table. Its name is `tableName`. */
export const tableProperties: TableProperties = parse(
  readFileSync(new URL('../../../stack/table.yml', import.meta.url), 'utf8'),
).Resources.Table.Properties;
