import config from '../../jest.config.mjs';

/** `npm run check:rules` runs the tests that need the packages of this folder. */
export default { ...config, rootDir: '../..', testMatch: ['<rootDir>/test/rules/*.rules.ts'] };
