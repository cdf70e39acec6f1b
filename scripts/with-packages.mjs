// Runs one of the project's commands, and installs the packages first where they are missing or
// older than package-lock.json: `npm test` and `npm run rehearse` need nothing but Node and npm.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const stamp = path.join(project, 'node_modules', '.installed-lock');

/** Node's arguments for each command. */
const commands = {
  campaign: ['--import', 'tsx', 'rehearsal/plays/campaign/main.ts'],
  'check:clients': ['--import', 'tsx', 'scripts/check-clients.ts'],
  'check:sam': ['--import', 'tsx', 'scripts/check-sam.ts'],
  dev: ['--import', 'tsx', 'commands/dev/main.ts'],
  draw: ['--import', 'tsx', 'scripts/draw.ts'],
  fuzz: ['--import', 'tsx', 'scripts/fuzz.ts'],
  lab: ['--import', 'tsx', 'commands/lab/main.ts'],
  'mutate:behaviours': ['--import', 'tsx', 'scripts/mutate-behaviours.ts'],
  rehearse: ['--import', 'tsx', 'rehearsal/plays/rehearse/main.ts'],
  'rehearse:cut-over': ['--import', 'tsx', 'rehearsal/plays/cut-over/main.ts'],
  'rehearse:failover': ['--import', 'tsx', 'rehearsal/plays/failover/main.ts'],
  test: ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'],
};

const oldestNode = [20, 19];

requireNode();
install();
process.exit(await run());

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  fail(`expected Node ${oldestNode.join('.')} or later, found ${process.versions.node}`);
}

function install() {
  const lock = readFileSync(path.join(project, 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Installing the packages of package-lock.json …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // With their scripts: the PostgreSQL packages put their libraries in place by one.
  const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: project,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) fail('npm ci failed; run it by hand to see why');
  writeFileSync(stamp, wanted);
}

/**
 * Waits for the command, whatever the signal: a terminal tells both of Ctrl-C, and the command may
 * have something to put away.
 * @returns the command's exit code
 */
async function run() {
  const [name = '', ...rest] = process.argv.slice(2);
  const args = Object.entries(commands).find(([command]) => command === name)?.[1];
  if (args === undefined)
    fail(`expected one of ${Object.keys(commands).join(', ')}, found "${name}"`);
  const child = spawn(process.execPath, [...(args ?? []), ...rest], {
    cwd: project,
    stdio: 'inherit',
    // Which Node runs the rehearsal is no concern of its reader.
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const [status, signal] = await once(child, 'exit');
  return signal === null ? (status ?? 1) : 130;
}

/**
 * @param {string} reason
 * @returns {never}
 */
function fail(reason) {
  console.error(reason);
  process.exit(1);
}
