/** What `npm test` installs, and how it counts tests that couldn't run. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { installPackages } from '../../runner/apt.mjs';
import { runJobs } from '../../runner/jobs.mjs';
import { findPrograms, installCommand, NETWORK_PROGRAMS } from '../../runner/programs.mjs';
import { summarize } from '../../runner/summary.mjs';

const LOCKED = 'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 1 (apt-get)';

type Names = Parameters<typeof findPrograms>[0];

/** What is found and installed if there are only the programs of these variables, and none in `PATH`. */
async function findIn(env: NodeJS.ProcessEnv, names: Names, all: boolean) {
  const installed: string[][] = [];
  const install = async (packages: string[]) => void installed.push(packages);
  const before = { ...process.env };
  for (const name of Object.keys(before)) {
    if (name === 'PATH' || name.endsWith('_PATH')) delete process.env[name];
  }
  Object.assign(process.env, env);
  try {
    return { found: await findPrograms(names, { all, install }), installed };
  } finally {
    for (const name of Object.keys(env)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

const installedOf = async (names: Names, all: boolean) => (await findIn({}, names, all)).installed;

test('all programs that are missing are installed at once', async () => {
  assert.deepEqual(await installedOf(['coturn', 'certutil'], true), [['coturn', 'libnss3-tools']]);
});

test('outside of continuous integration nothing but Chromium is installed', async () => {
  assert.deepEqual(await installedOf(['Firefox', 'coturn', 'certutil'], false), []);
  const installed = await installedOf(['Chromium', 'coturn'], false);
  assert.match(installed.join(), /^(chromium(-browser)?)?$/);
});

test('in place of the headless Chromium, any other will do, and nothing is installed', async () => {
  const names = ['Chromium', 'HeadlessChromium'] as const;
  const { execPath } = process;
  const { found, installed } = await findIn({ CHROME_PATH: execPath }, names, false);
  assert.deepEqual(found, { Chromium: execPath, HeadlessChromium: execPath });
  assert.deepEqual(installed, []);
  const both = { CHROME_PATH: execPath, HEADLESS_CHROME_PATH: '/bin/sh' };
  assert.equal((await findIn(both, names, true)).found.HeadlessChromium, '/bin/sh');
});

test('one command names the packages of all programs', () => {
  const command = installCommand(['Chromium', ...NETWORK_PROGRAMS]);
  for (const name of ['coturn', 'nftables', 'conntrack']) assert.ok(command.includes(name), name);
});

test('an installation waits while another one holds a lock, and is a single one', async () => {
  const answers = [LOCKED, LOCKED, '', LOCKED, ''];
  const commands: string[] = [];
  let pauses = 0;
  await installPackages(['coturn', 'nftables'], false, {
    aptGet: async (args: string[]) => {
      commands.push(args.filter((one) => !one.startsWith('-') && !one.includes('=')).join(' '));
      const errors = answers.shift()!;
      return { exit: errors ? 100 : 0, errors };
    },
    pause: async () => void pauses++,
  });
  const install = 'install coturn nftables';
  assert.deepEqual(commands, ['update', 'update', 'update', install, install]);
  assert.equal(pauses, 3);
});

test('an installation that fails for another reason is not repeated', async () => {
  let attempts = 0;
  await installPackages(['coturn'], false, {
    aptGet: async () => {
      attempts++;
      return { exit: 100, errors: 'E: Unable to locate package coturn' };
    },
    pause: () => assert.fail('nothing to wait for'),
  });
  assert.equal(attempts, 2);
});

const RESULTS = [
  ['unit', { passed: 5, failed: 0, skipped: [] }],
  ['network', { passed: 0, failed: 0, skipped: [{ name: 'all', reason: 'coturn missing' }] }],
] as const;
const REMEDIES = ['apt-get install -y coturn'];
const summaryOf = (isCI: boolean, results: readonly unknown[] = RESULTS) =>
  (summarize as (results: unknown, options: object) => { lines: string[]; isGreen: boolean })(
    results,
    { isCI, remedies: REMEDIES },
  );

test('what was skipped is named last, with what to type', () => {
  const { lines, isGreen } = summaryOf(false);
  assert.ok(isGreen);
  assert.deepEqual(lines, [
    'skipped  network: all (coturn missing)',
    'To run what was skipped:',
    '  apt-get install -y coturn',
    '  npm test -- network',
    '5 passed, 0 failed, 1 skipped',
  ]);
});

test('in continuous integration whatever was skipped has failed', () => {
  const { lines, isGreen } = summaryOf(true);
  assert.ok(!isGreen);
  assert.ok(lines.includes('skipped  network: all (coturn missing)'));
  assert.ok(lines.includes('failed   network: npm test -- network'));
  assert.equal(lines.at(-1), '5 passed, 1 failed, 0 skipped');
  assert.ok(summaryOf(true, RESULTS.slice(0, 1)).isGreen);
});

test('a test of a feature that an engine lacks is listed, and is no failure', () => {
  const unsupported = [{ name: 'has a window', reason: 'WebKit: no windows' }];
  const { lines, isGreen } = summaryOf(true, [
    ['element', { passed: 5, failed: 0, skipped: [], unsupported }],
  ]);
  assert.ok(isGreen);
  assert.deepEqual(lines, [
    'unsupported  element: has a window (WebKit: no windows)',
    '5 passed, 0 failed, 0 skipped',
  ]);
});

/** Runs jobs with these weights; each lasts until `end` is called with its number. */
function jobsOf(weights: readonly number[], capacity: number) {
  const running = new Map<number, () => void>();
  const jobs = weights.map((weight, index) => ({ weight, index }));
  const results = runJobs(jobs, capacity, ({ index }) => {
    return new Promise<number>((done) => running.set(index, () => done(index)));
  });
  const end = async (index: number) => {
    running.get(index)!();
    running.delete(index);
    await new Promise(setImmediate);
  };
  return { results, end, running: () => [...running.keys()] };
}

test('jobs start in their turn while there is room, and one too heavy runs alone', async () => {
  const { results, end, running } = jobsOf([100, 60, 40, 100, Infinity, 30], 200);
  await new Promise(setImmediate);
  assert.deepEqual(running(), [0, 1, 2]);
  await end(1);
  assert.deepEqual(running(), [0, 2], 'the next needs more than is free');
  await end(0);
  assert.deepEqual(running(), [2, 3]);
  await end(2);
  assert.deepEqual(running(), [3], 'the one that is too heavy waits for all');
  await end(3);
  assert.deepEqual(running(), [4], 'and nothing starts beside it');
  await end(4);
  await end(5);
  assert.deepEqual(await results, [0, 1, 2, 3, 4, 5]);
});

const CHILDREN = new URL('../../../scripts/children.mjs', import.meta.url).href;

/** Runs a module that is given the URL of `children.mjs`, and sends it a signal once it prints `up`. */
async function signalled(code: string, signal: NodeJS.Signals) {
  const args = ['--input-type=module', '-e', code, CHILDREN];
  const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  parent.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output === 'up\n') parent.kill(signal);
  });
  // Closes once no process that could print is left.
  await once(parent.stdout, 'close');
  if (parent.exitCode === null && parent.signalCode === null) await once(parent, 'exit');
  return { output, exitCode: parent.exitCode };
}

/** Uses `startNode` to start a child that prints when it is up and when it exits. */
const PARENT = `
  const { startNode } = await import(process.argv[1]);
  const child = "process.on('exit', () => require('node:fs').writeSync(1, 'exits')); console.log('up'); setInterval(() => {}, 1e6)";
  startNode(['-e', child]);
`;

test('a child whose parent is killed exits, and so ends what it has started itself', async () => {
  assert.equal((await signalled(PARENT, 'SIGKILL')).output, 'up\nexits');
});

/** Prints, after its child has ended, whether the next may start. */
const ENDED = `
  const { endOnSignals, exitOf, startNode } = await import(process.argv[1]);
  const ending = endOnSignals(130);
  await exitOf(startNode(['-e', "console.log('up'); setInterval(() => {}, 1e6)"]));
  console.log(ending.aborted ? 'nothing begins' : 'the next begins');
`;

test('nothing new begins while all that runs is ended', async () => {
  const { output, exitCode } = await signalled(ENDED, 'SIGTERM');
  assert.deepEqual([output, exitCode], ['up\nnothing begins\n', 130]);
});
