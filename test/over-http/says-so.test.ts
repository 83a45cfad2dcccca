import { goOverHttp } from '../support/harness.ts';

goOverHttp();
await import('../promises/says-so-when-it-cannot.test.ts');
