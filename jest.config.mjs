/** One project for each layer of tests, so that each has its own script. */
const project = (displayName) => ({
  displayName,
  testMatch: [`<rootDir>/test/${displayName}/**/*.test.ts`],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }] },
});

export default {
  projects: ['unit', 'integration', 'e2e'].map(project),
  maxWorkers: 2,
};
