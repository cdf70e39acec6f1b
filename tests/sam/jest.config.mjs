import base from '../../jest.config.mjs';

/**
 * Tests that need Python and what `sam build` made: `npm run check:sam` runs them.
 * @type {import('jest').Config}
 */
export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/tests/sam'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 120_000,
};
