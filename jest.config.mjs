/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/tests', '<rootDir>/rehearsal/tests'],
  testMatch: ['**/*.test.ts'],
  // These need Python: `npm run check:sam` and `npm run check:clients` run them.
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/tests/sam/',
    '<rootDir>/rehearsal/tests/clients/',
  ],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  testTimeout: 30_000,
  // Jest leaves a core to itself, which on two cores is half of them.
  maxWorkers: '100%',
};
