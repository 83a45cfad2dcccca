/** One project for each layer of tests, and one for the benchmark's, so that each has its own script. */
const project = (displayName) => ({
  displayName,
  testMatch: [`<rootDir>/test/${displayName}/**/*.test.ts`],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }] },
});

const globalSetup = '<rootDir>/test/support/prepare.ts';

export default {
  projects: [
    project('unit'),
    { ...project('integration'), globalSetup },
    { ...project('e2e'), globalSetup },
    project('bench'),
  ],
  maxWorkers: 2,
};
