const ours = ['--import', 'tsx'];
const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
const prettier = 'node_modules/prettier/bin/prettier.cjs';
const oxlint = ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings'];
const tsc = 'node_modules/typescript/bin/tsc';

/**
 * One of the project's commands: Node's arguments for each of its steps, which run one after another
 * until one fails, and its help. What is said on the command line goes to the last step.
 * It says whether it reaches beyond this machine, with the person's own settings.
 *
 * @typedef {{
 *   steps: readonly (readonly string[])[],
 *   help: { file: string } | { text: string },
 *   reaches: (args: readonly string[]) => boolean,
 * }} ProjectCommand
 */

/** @type {Readonly<Record<string, ProjectCommand>>} */
export const commands = {
  campaign: own('rehearsal/plays/campaign'),
  dev: { ...own('commands/dev'), reaches: () => true },
  lab: { ...own('commands/lab'), reaches: (args) => !args.includes('--local') },
  rehearse: own('rehearsal/plays/rehearse'),
  'rehearse:cut-over': own('rehearsal/plays/cut-over'),
  'rehearse:failover': own('rehearsal/plays/failover'),
  // These install from PyPI first; their tests stay here.
  'check:clients': { ...script('check-clients'), reaches: () => true },
  'check:sam': { ...script('check-sam'), reaches: () => true },
  draw: script('draw'),
  fuzz: script('fuzz'),
  'mutate:behaviours': script('mutate-behaviours'),
  soak: script('soak'),
  'check:static': tool(
    [[prettier, '--check', '--log-level', 'warn', '.'], oxlint, [tsc]],
    'Checks format, lint and types. It takes no options.',
  ),
  format: tool([[prettier, '--write', '.']], 'Formats every file. What follows goes to Prettier.'),
  jest: tool([jest], 'Runs tests: npm run jest -- <part of a path>. What follows goes to Jest.'),
  lint: tool([oxlint], 'Lints with types. What follows goes to oxlint.'),
  mutate: tool(
    [['node_modules/@stryker-mutator/core/bin/stryker.js', 'run']],
    'Mutation testing of rules and steps: docs/checks.md. More goes to Stryker.',
  ),
  test: tool([jest], 'Runs every test: npm test -- [<part of a path>]. What follows goes to Jest.'),
  'test:fast': tool(
    [[...jest, 'tests/unit', 'tests/workflow', 'tests/docs']],
    'Runs rules, steps, workflows and documents, without servers, in about a minute.',
  ),
  typecheck: tool([[tsc]], 'Checks types. What follows goes to tsc.'),
};

/** @param {string} folder with main.ts and help.txt @returns {ProjectCommand} */
function own(folder) {
  return program(`${folder}/main.ts`, { file: `${folder}/help.txt` });
}

/** @param {string} name of a script, which has its help beside it @returns {ProjectCommand} */
function script(name) {
  return program(`scripts/${name}.ts`, { file: `scripts/help/${name}.txt` });
}

/** @param {readonly (readonly string[])[]} steps @param {string} text @returns {ProjectCommand} */
function tool(steps, text) {
  return { steps, help: { text }, reaches: () => false };
}

/** @param {string} file @param {{ file: string }} help @returns {ProjectCommand} */
function program(file, help) {
  return { steps: [[...ours, file]], help, reaches: () => false };
}
