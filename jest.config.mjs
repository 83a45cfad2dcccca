export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // The benchmark reads /proc, and the scripts of .ci and the container's image run on Linux.
  testPathIgnorePatterns:
    process.platform === 'linux' ? [] : ['[\\\\/]bench[\\\\/]', 'delivery-scripts', 'stack[\\\\/]image'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }] },
  globalSetup: '<rootDir>/test/support/prepare.ts',
  testSequencer: '<rootDir>/test/support/longest-first.ts',
  // A busy machine is not a failure: a test that hangs is.
  testTimeout: 120_000,
  // Half of the time a test waits: for a browser, a process, or a time that has to pass.
  maxWorkers: 4,
  collectCoverageFrom: ['src/**/*.ts', 'cli/**/*.ts', '!**/client/**', '!**/*.d.ts'],
  coverageProvider: 'v8',
  coverageReporters: ['text-summary', 'html'],
  coverageDirectory: 'build/coverage',
};
