/** `npm test`: prepares the checkout, runs the jobs of all tiers, and ends with one line of counts. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { endOf, endOnSignals, startNode } from '../../scripts/children.mjs';
import { interruptTree } from './interrupt-tree.mjs';
import { whyNotIsolated } from './namespaces.mjs';
import { findPrograms, installCommand, isCI } from './programs.mjs';
import { buildIfChanged, install } from '../../scripts/setup.mjs';
import { PREPARATION, summarize } from './summary.mjs';
import { TIERS } from './tiers.mjs';
import { findWrangler } from '../../scripts/wrangler.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Contains everything that tests and browsers write; deleted when this process ends. */
const temporary = mkdtempSync(join(tmpdir(), 'video-call-test-'));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true, maxRetries: 3 }));

/** The variables in which tests look for the path of a program. */
const PATHS = {
  Chromium: 'CHROME_PATH',
  HeadlessChromium: 'HEADLESS_CHROME_PATH',
  Firefox: 'FIREFOX_PATH',
  coturn: 'TURNSERVER_PATH',
  certutil: 'CERTUTIL_PATH',
};

const long = process.argv.includes('--long');
/** A job that takes longer is considered hung. In minutes. */
const LIMIT = long ? 180 : 10;
/** In percent of a core. More browsers than four cores can handle would need too much memory. */
const CAPACITY = 100 * Math.min(availableParallelism(), 4);
/** The counts that `node --test` prints for each file; this script prints its own at the end. */
const COUNTS_OF_NODE = /^ℹ (tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+\n/gm;

/** Aborted once all running jobs are being ended. */
const ending = endOnSignals(130, interruptTree);

/** The tiers given on the command line, or all. */
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
    // An unknown option.
  }
  console.error(`Usage: npm test -- [--long] [${Object.keys(TIERS).join('] [')}]`);
  return process.exit(1);
}

/** Prepares what the tiers need; resolves with their environment, and with what is missing. */
async function prepare(tiers) {
  await install();
  if (tiers.some(({ build }) => build)) await buildIfChanged();
  const env = { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  // Otherwise `npm pack` would build again.
  env.npm_config_ignore_scripts = 'true';
  if (long) env.LONG = '1';
  const needed = [
    ...new Set(tiers.flatMap(({ programs = [], optional = [] }) => [...programs, ...optional])),
  ];
  const programs = await findPrograms(needed);
  for (const [name, variable] of Object.entries(PATHS)) {
    if (programs[name]) env[variable] = programs[name];
  }
  const missing = needed.filter((name) => !programs[name]);
  /** How to get what is missing. */
  const remedies = missing.length ? [installCommand(missing)] : [];
  if (tiers.some(({ wrangler }) => wrangler)) {
    try {
      env.WRANGLER = JSON.stringify(await findWrangler());
    } catch (error) {
      console.error(error.message);
      env.WRANGLER_MISSING = error.message.split('\n')[0];
      remedies.push('npm run wrangler -- --version, until it works: it needs the registry of npm');
    }
  }
  let notIsolated;
  if (tiers.some(({ isolated }) => isolated) && programs.iproute2) {
    notIsolated = whyNotIsolated(programs.iproute2);
    if (notIsolated) remedies.push('become root, where networks can be made');
  }
  return { env, missing, notIsolated, remedies };
}

/** Why a tier cannot run here; undefined if it can. */
function whyNot({ isolated, programs = [] }, { missing, notIsolated }) {
  const without = programs.filter((name) => missing.includes(name));
  if (without.length) return `${without.join(', ')} missing`;
  return isolated ? notIsolated : undefined;
}

let jobsStarted = 0;

/** Runs one job to its end; a job that crashes, hangs or finds no tests counts as a failure. */
async function run({ name, args, counts, within, env: own }, env) {
  const began = Date.now();
  const countsFile = join(temporary, `counts-${++jobsStarted}.json`);
  const child = startNode(args(countsFile), {
    cwd: root,
    env: { ...env, ...own, TEST_COUNTS: countsFile },
    output: 'pipe',
    ...(within && { within }),
  });
  // Buffered, so that the output of parallel jobs does not mix.
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => (output += text));
  }
  let hung = false;
  const timer = setTimeout(() => {
    hung = true;
    void interruptTree(child);
  }, LIMIT * 60_000);
  const exit = await endOf(child);
  clearTimeout(timer);

  const result = { passed: 0, failed: 0, skipped: [], unsupported: [] };
  if (counts && existsSync(countsFile)) {
    Object.assign(result, JSON.parse(readFileSync(countsFile, 'utf8') || '{}'));
  } else if (!counts && exit === 0) result.passed = 1;
  const { passed, failed, skipped, unsupported } = result;
  const none = counts && passed + failed + skipped.length + unsupported.length === 0;
  if ((exit !== 0 || none) && result.failed === 0) result.failed = 1;

  console.log(`\n== ${name}: ${Math.round((Date.now() - began) / 1_000)} s`);
  console.log(output.replace(COUNTS_OF_NODE, '').trim());
  if (hung) console.error(`${name} took longer than ${LIMIT} minutes and was stopped.`);
  else if (none) console.error(`${name} ran no tests.`);
  else if (exit !== 0 && counts && !existsSync(countsFile))
    console.error(`It exited with ${exit}.`);
  return result;
}

/** The combined results of all jobs of a tier. */
const sum = (results) => ({
  passed: results.reduce((count, { passed }) => count + passed, 0),
  failed: results.reduce((count, { failed }) => count + failed, 0),
  skipped: results.flatMap(({ skipped }) => skipped),
  unsupported: results.flatMap(({ unsupported = [] }) => unsupported),
});

async function runTiers(tiers, ready) {
  const results = tiers.map(([name]) => ({ name, all: [] }));
  const jobs = tiers.flatMap(([name, tier], index) => {
    const reason = whyNot(tier, ready);
    if (!reason) return tier.jobs.map((job) => ({ ...job, results: results[index].all }));
    results[index].all.push({ passed: 0, failed: 0, skipped: [{ name: 'all', reason }] });
    console.error(`${name} is skipped: ${reason}`);
    return [];
  });
  // It uses a package, which may not have been installed before.
  const { runJobs } = await import('./jobs.mjs');
  await runJobs(jobs, CAPACITY, async (job) => {
    // Ended jobs free capacity for others, which must not start.
    if (ending.aborted) return new Promise(() => {});
    job.results.push(await run(job, ready.env));
  });
  return results.map(({ name, all }) => [name, sum(all)]);
}

const tiers = chosen();
const began = Date.now();
let results;
let remedies = [];
try {
  const ready = await prepare(tiers.map(([, tier]) => tier));
  remedies = ready.remedies;
  results = await runTiers(tiers, ready);
} catch (error) {
  console.error(error.message);
  results = [[PREPARATION, { passed: 0, failed: 1, skipped: [] }]];
}

const { lines, isGreen } = summarize(results, { isCI, remedies });
console.log(`\nEverything took ${Math.round((Date.now() - began) / 1_000)} s.`);
console.log(lines.join('\n'));
process.exitCode = isGreen ? 0 : 1;
