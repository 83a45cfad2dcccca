// Serves the store in the folder given as the only argument, until it is killed. Prints its address.
import { startStore } from '../../../cli/start/store.ts';
import { tableProperties } from './table-properties.ts';

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('Which folder?');
const { endpoint, key } = await startStore({ directory, tableProperties, tableName: 'test' });
console.log(JSON.stringify({ endpoint, key }));
