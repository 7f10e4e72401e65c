/** `npm test`: makes the checkout ready, runs the tiers one after the other, and ends with one line of counts. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { findChromium, findFirefox, findNetworkTools } from './browsers.mjs';
import { endOf, endOnSignals, interruptTree, startChild, startNode } from './children.mjs';
import { buildIfChanged, install } from './setup.mjs';
import { findWrangler } from './wrangler.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const reporter = new URL('node-reporter.mjs', import.meta.url).href;
const temporary = mkdtempSync(join(tmpdir(), 'video-call-test-'));
const countsOf = (name) => join(temporary, `${name}.json`);
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));

/**
 * What each tier runs. One that writes no counts is a single test: it succeeds or it does not. Those that are
 * `aside` wait for nothing but one core, and run at once before all others.
 */
const TIERS = {
  format: { args: [join(modules, 'prettier/bin/prettier.cjs'), '--check', '.'], aside: true },
  lint: { args: [join(modules, 'eslint/bin/eslint.js'), '--max-warnings=0', '.'], aside: true },
  types: { args: [join(modules, 'typescript/bin/tsc'), '--noEmit'], aside: true },
  unit: { args: nodeTest('unit', '--test-concurrency=2'), counts: true },
  size: { args: [join(root, 'scripts/size.mjs')], needs: ['build'] },
  element: {
    args: [join(modules, '@web/test-runner/dist/bin.js')],
    counts: true,
    needs: ['chromium'],
  },
  server: {
    // They mostly wait for rooms to fall asleep, so all runtimes do it at once.
    args: nodeTest('server', '--test-concurrency=5'),
    counts: true,
    needs: ['build', 'wrangler'],
  },
  call: {
    // One after the other: a few browsers at once are all that a small machine can carry.
    args: nodeTest('call', '--test-concurrency=1'),
    counts: true,
    needs: ['build', 'chromium', 'firefox'],
  },
  network: {
    args: nodeTest('network', '--test-concurrency=1'),
    // In a network namespace of its own, from which no packet leaves.
    isApart: true,
    counts: true,
    needs: ['build', 'chromium', 'firefox', 'namespaces'],
  },
};

const long = process.argv.includes('--long');
/** A tier that takes longer hangs. In milliseconds. */
const LIMIT = (long ? 180 : 10) * 60_000;

/** Node 20 finds no test files by a pattern, so each is named. */
function nodeTest(name, ...flags) {
  const path = join(root, 'test', name);
  const names = existsSync(path) ? readdirSync(path, { recursive: true }) : [];
  const files = names.filter((name) => name.endsWith('.test.ts')).sort();
  const reports = ['--test-reporter=spec', '--test-reporter-destination=stdout'];
  reports.push(`--test-reporter=${reporter}`, `--test-reporter-destination=${countsOf(name)}`);
  return [
    '--import',
    'tsx',
    '--test',
    ...flags,
    ...reports,
    ...files.map((file) => join(path, file)),
  ];
}

/** The tiers that were asked for, or all. */
function chosen() {
  try {
    const options = { long: { type: 'boolean' } };
    const { positionals } = parseArgs({ options, allowPositionals: true });
    if (positionals.every((name) => name in TIERS)) {
      return Object.entries(TIERS).filter(
        ([name]) => !positionals.length || positionals.includes(name),
      );
    }
  } catch {
    // An option that is not ours.
  }
  console.error(`Usage: npm test -- [--long] [${Object.keys(TIERS).join('] [')}]`);
  return process.exit(1);
}

/** Readies what the tiers need; resolves with their environment, and with why some cannot run. */
async function prepare(needs) {
  await install();
  if (needs.includes('build')) await buildIfChanged();
  const env = { ...process.env };
  /** What cannot be had here, and why. */
  const missing = {};
  if (long) env.LONG = '1';
  const chromium = needs.includes('chromium') ? await findChromium() : undefined;
  const firefox = needs.includes('firefox') ? await findFirefox() : undefined;
  if (chromium?.path) env.CHROME_PATH = chromium.path;
  if (firefox?.path) env.FIREFOX_PATH = firefox.path;
  if (chromium && !chromium.path) missing.chromium = chromium.hint;
  if (needs.includes('wrangler')) {
    try {
      env.WRANGLER = JSON.stringify(await findWrangler());
    } catch (error) {
      console.error(error.message);
      env.WRANGLER_MISSING = error.message.split('\n')[0];
    }
  }
  if (needs.includes('namespaces')) {
    missing.namespaces = whyNoNamespaces();
    const tools = missing.namespaces ? [] : await findNetworkTools();
    missing.namespaces ??= tools.find(({ path }) => !path)?.hint;
    env.TURNSERVER_PATH = tools[0]?.path;
  }
  return { env, missing };
}

/** Why this machine can make no networks of its own; undefined if it can. */
function whyNoNamespaces() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return 'only root can make networks, and only on Linux';
  }
  const { status } = spawnSync('unshare', ['--net', 'ip', 'link'], { stdio: 'ignore' });
  return status === 0 ? undefined : 'this machine lets nobody make networks';
}

/** Runs one tier to its end; one that breaks, hangs or finds no tests counts as a failure. */
async function run(name, { args, counts, isApart, aside, needs = [] }, { env: shared, missing }) {
  const title = `\n== ${name}`;
  if (!aside) console.log(title);
  if (missing.chromium && needs.includes('chromium')) {
    console.error(missing.chromium);
    return { passed: 0, failed: 1, skipped: [] };
  }
  if (missing.namespaces && needs.includes('namespaces')) {
    return { passed: 0, failed: 0, skipped: [{ name: 'all', reason: missing.namespaces }] };
  }
  const began = Date.now();
  const countsFile = countsOf(name);
  const env = { ...shared, TEST_COUNTS: countsFile };
  const child = isApart
    ? startChild('unshare', ['--net', process.execPath, ...args], { cwd: root, env })
    : startNode(args, { cwd: root, env, output: aside ? 'pipe' : 'inherit' });
  // What several say at once is told one after the other.
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => (output += text));
  }
  let hung = false;
  const timer = setTimeout(() => {
    hung = true;
    void interruptTree(child);
  }, LIMIT);
  const exit = await endOf(child);
  clearTimeout(timer);
  if (aside) console.log(`${title}\n${output.trim()}`);
  console.log(`${name}: ${Math.round((Date.now() - began) / 1_000)} s`);

  const result = { passed: 0, failed: 0, skipped: [] };
  if (counts && existsSync(countsFile)) {
    Object.assign(result, JSON.parse(readFileSync(countsFile, 'utf8') || '{}'));
  } else if (!counts && exit === 0) result.passed = 1;
  if (hung) console.error(`${name} took longer than ${LIMIT / 60_000} minutes and was ended.`);
  const none = counts && result.passed + result.failed + result.skipped.length === 0;
  if (none) console.error(`${name} ran no tests.`);
  if ((exit !== 0 || none) && result.failed === 0) result.failed = 1;
  return result;
}

endOnSignals(130, interruptTree);
const tiers = chosen();
const total = { passed: 0, failed: 0, skipped: [] };
const failing = [];
try {
  const ready = await prepare(tiers.flatMap(([, { needs = [] }]) => needs));
  const results = [];
  const runAll = (some) =>
    Promise.all(some.map(async ([name, tier]) => [name, await run(name, tier, ready)]));
  results.push(...(await runAll(tiers.filter(([, { aside }]) => aside))));
  for (const one of tiers.filter(([, { aside }]) => !aside)) results.push(...(await runAll([one])));
  for (const [name, { passed, failed, skipped }] of results) {
    if (failed) failing.push(name);
    total.passed += passed;
    total.failed += failed;
    total.skipped.push(...skipped.map((test) => ({ ...test, name: `${name}: ${test.name}` })));
  }
} catch (error) {
  console.error(error.message);
  total.failed++;
}

console.log('');
for (const { name, reason } of total.skipped)
  console.log(`skipped  ${name}${reason && ` (${reason})`}`);
for (const name of failing) console.log(`failed   ${name}: npm test -- ${name}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`);
process.exitCode = total.failed ? 1 : 0;
