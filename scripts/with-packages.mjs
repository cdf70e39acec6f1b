// Runs one of the project's commands, and installs the packages first where some are missing or of
// another version than package-lock.json has: `npm test` and `npm run rehearse` need nothing but Node
// and npm. Help needs nothing at all.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { exitCodeOf, onEnding } from '../commands/terminal/signals.mjs';
import { commands } from './commands.mjs';
import { CantInstall, installPackages } from './packages/install.mjs';
import { stageEnvironment } from './stage-environment.mjs';

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const oldestNode = [20, 19];
/** A rehearsal needs half of them; modules are files, too, and would fail before anybody can say why. */
const fewestFiles = 512;

/** @type {AbortController} */
const ended = new AbortController();
/** @type {NodeJS.Signals | undefined} */
let endedBy;
/** @type {import('node:child_process').ChildProcess | undefined} */
let running;
onEnding((signal) => {
  endedBy = signal;
  ended.abort();
  running?.kill(signal);
});

// Whoever reads help may have seen enough.
process.stdout.on('error', () => process.exit(exitCodeOf('SIGPIPE')));

process.exitCode = await main();

/** @returns {Promise<number>} the exit code: the command's; 2 where this is no command */
async function main() {
  const [name = '', ...rest] = process.argv.slice(2);
  const command = Object.entries(commands).find(([one]) => one === name)?.[1];
  if (command === undefined) {
    console.error(`expected one of ${Object.keys(commands).join(', ')}, found "${name}"`);
    return 2;
  }
  if (asksForHelp(rest)) {
    const { help } = command;
    console.log(
      'text' in help ? help.text : readFileSync(path.join(project, help.file), 'utf8').trimEnd(),
    );
    return 0;
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    console.error(`expected Node ${oldestNode.join('.')} or later, found ${process.versions.node}`);
    return 2;
  }
  const files = Number(spawnSync('sh', ['-c', 'ulimit -Hn']).stdout);
  if (files < fewestFiles) {
    console.error(
      `This machine: expected at least ${fewestFiles} files that a process may open, found ${files}; ` +
        'raise the limit, for example by ulimit -n 4096.',
    );
    return 3;
  }
  try {
    await installPackages(project, ended.signal);
  } catch (error) {
    if (!(error instanceof CantInstall)) throw error;
    console.error(error.message);
    return 2;
  }
  if (endedBy !== undefined) {
    console.error(`Ended by ${endedBy}; the packages are not all installed.`);
    return exitCodeOf(endedBy);
  }
  const environment = command.reaches(rest)
    ? { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }
    : stageEnvironment(process.env);
  const last = command.steps.length - 1;
  for (const [index, step] of command.steps.entries()) {
    const code = await run(index === last ? [...step, ...rest] : step, environment);
    if (code !== 0) return code;
  }
  return 0;
}

/** @param {readonly string[]} rest */
function asksForHelp(rest) {
  const end = rest.indexOf('--');
  const options = end === -1 ? rest : rest.slice(0, end);
  return options.includes('--help') || options.includes('-h');
}

/**
 * Waits for a program, whatever the signal, which is passed on: it may have something to put away.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<number>} its exit code
 */
async function run(args, environment) {
  running = spawn(process.execPath, args, {
    cwd: project,
    stdio: 'inherit',
    env: environment,
  });
  /** @type {[number | null, NodeJS.Signals | null]} */
  const [status, signal] = /** @type {any} */ (await once(running, 'exit'));
  running = undefined;
  if (signal === null) return status ?? 1;
  console.error(`Ended by ${signal}.`);
  return exitCodeOf(signal);
}
