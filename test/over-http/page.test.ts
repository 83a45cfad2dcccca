import { goOverHttp } from '../support/harness.ts';

goOverHttp();
await import('../page/page.test.ts');
