import config from '../jest.config.mjs';

/** `npm run test:soak` tests the same promises with many more seeds, strings and kills. */
export default { ...config, rootDir: '..', testMatch: ['<rootDir>/test/**/*.soak.ts'], testTimeout: 1_800_000 };
