import { goOverHttp } from '../support/service/way-in.ts';

goOverHttp();
await import('../promises/exactly-as-typed/refused-strings.test.ts');
