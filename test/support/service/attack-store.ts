// Tries to read and to write a store, as a user who should not be able to. Prints what worked.
import { appendFileSync, readdirSync, readFileSync, statSync } from 'node:fs';

const [endpoint = '', headers = '', ...paths] = process.argv.slice(2);

const worksFor = (attempt: (path: string) => unknown): string[] =>
  paths.filter((path) => {
    try {
      attempt(path);
      return true;
    } catch {
      return false;
    }
  });

const read = worksFor((path) => (statSync(path).isDirectory() ? readdirSync(path) : readFileSync(path)));
const written = worksFor((path) => appendFileSync(path, ''));
const body = JSON.stringify({ TableName: 'test', Item: { pk: { S: 'x' }, sk: { N: '1' } } });
const { status } = await fetch(endpoint, { method: 'POST', headers: JSON.parse(headers), body });
console.log(JSON.stringify({ read, written, status }));
