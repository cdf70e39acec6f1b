const workflows = ['source', 'target', 'access', 'shared'];

/**
 * Mutation testing of rules and steps: every change of them that none of their unit tests notices is a
 * survivor (docs/checks.md).
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: ['functions/*/{rules,steps,contract}/*.ts'],
  testRunner: 'jest',
  // Else pnpm-like look-ups for plugins.
  plugins: ['@stryker-mutator/jest-runner'],
  testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings'],
  jest: {
    configFile: 'jest.config.mjs',
    config: {
      // The functions too: a test may reach what was changed through a step that imports it.
      roots: [
        '<rootDir>/functions',
        ...workflows.map((workflow) => `<rootDir>/tests/unit/${workflow}`),
      ],
      setupFiles: ['<rootDir>/tests/unit/first-failure.ts'],
    },
    // Only the tests that import what was changed: a tenth of the time.
    enableFindRelatedTests: true,
  },
  coverageAnalysis: 'perTest',
  // Per cent of mutants that a test notices; docs/checks.md names the others.
  thresholds: { high: 99, low: 95, break: 90 },
  concurrency: 2,
  // Modules that Jest loads into a context stay in memory: a runner gets slow with them.
  maxTestRunnerReuse: 20,
  incremental: true,
  incrementalFile: '.stryker/incremental.json',
  tempDirName: '.stryker/sandbox',
  htmlReporter: { fileName: '.stryker/report.html' },
  jsonReporter: { fileName: '.stryker/report.json' },
  reporters: ['clear-text', 'html', 'json', 'progress-append-only'],
  allowConsoleColors: false,
  checkers: [],
  ignoreStatic: true,
  tsconfigFile: 'none',
  disableTypeChecks: false,
};
