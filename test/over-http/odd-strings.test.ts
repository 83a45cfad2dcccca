import { goOverHttp } from '../support/harness.ts';

goOverHttp();
await import('../promises/exactly-as-typed/odd-strings.test.ts');
