import { goOverHttp } from '../support/harness.ts';

goOverHttp();
await import('../promises/exactly-as-typed/refused-strings.test.ts');
