import base from '../../../jest.config.mjs';

/**
 * Tests that need Python: `npm run check:clients` runs them.
 * @type {import('jest').Config}
 */
export default {
  ...base,
  rootDir: '../../..',
  roots: ['<rootDir>/rehearsal/tests/clients'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 120_000,
};
