/** The tiers of `npm test`, and the jobs of each. */
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { isolated } from './namespaces.mjs';
import { ENGINES, NETWORK_PROGRAMS } from './programs.mjs';
import { filesOf, nameOf } from './test-files.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const reporter = new URL('node-reporter.mjs', import.meta.url).href;

/**
 * @typedef {object} Job
 * @property {string} name
 * @property {number} weight The share of a core that it uses, in percent; if that exceeds the machine's capacity,
 * it runs alone.
 * @property {(counts: string) => string[]} args The arguments for Node, given the file to write counts to.
 * @property {Record<string, string>} [env] Variables in addition to those of all jobs.
 * @property {boolean} [counts] Whether it writes counts; a job that does not is a single test.
 * @property {import('../../scripts/children.mjs').StartNodeOptions['within']} [within]
 */

/**
 * @typedef {object} Tier
 * @property {Job[]} jobs
 * @property {boolean} [isolated] Whether it creates networks.
 * @property {boolean} [build] Whether it needs the output of `npm run build`.
 * @property {boolean} [wrangler] Whether some of its tests need wrangler.
 * @property {readonly import('./programs.mjs').ProgramName[]} [programs] What it needs.
 * @property {readonly import('./programs.mjs').ProgramName[]} [optional] What only some of its tests need.
 */

/** Unit tests that take several seconds; each is a job of its own. */
const LONG_UNITS = /[\\/](schedules-\d|hostile-\w+|documentation|imports)\.test\.ts$/;

/** The accessibility audit judges what is the same in every engine, and takes minutes in WebKit. */
const AUDIT = /[\\/]audit[\\/]/;

/** Tests that need the whole machine: the first moments of large videos, and twelve videos at once. */
const ALONE = ['call/pictures/first-frames', 'call/pictures/less-data', 'call/pictures/four'];

/**
 * Tests that wait for half of their time or so; the weight of each.
 * @type {Record<string, number | undefined>}
 */
const WAITING = {
  'call/reasons': 50,
  'call/reloads': 60,
  'call/versions': 60,
  'network/bad-networks': 60,
  'network/connection': 60,
  'network/healing': 70,
  'network/link-problems': 50,
};

/** @type {Record<string, Tier>} In the order in which they start: first those that mostly wait. */
export const TIERS = {
  server: { jobs: testFiles('server', 30), build: true, wrangler: true },
  format: { jobs: tool('prettier/bin/prettier.cjs', '--check', '.') },
  lint: {
    jobs: [
      ...tool('eslint/bin/eslint.js', '--max-warnings=0', '.'),
      ...tool(
        'dependency-cruiser/bin/dependency-cruise.mjs',
        ...['--config', '.dependency-cruiser.mjs', 'src', 'party', 'scripts'],
      ),
      ...tool('knip/bin/knip.js'),
    ],
  },
  types: { jobs: tool('typescript/bin/tsc', '--noEmit') },
  unit: { jobs: unitJobs() },
  // What a page loads and what the package contains.
  size: {
    jobs: [
      ...tool('size-limit/bin.js'),
      ...tool('publint/src/cli.js', '--strict'),
      ...tool('@arethetypeswrong/cli/dist/index.js', '--pack', '.'),
    ],
    build: true,
  },
  element: { jobs: elementJobs('Chromium', 2), programs: ENGINES.Chromium },
  'element-firefox': { jobs: elementJobs('Firefox', 2), programs: ENGINES.Firefox },
  'element-webkit': { jobs: elementJobs('WebKit', 4), programs: ENGINES.WebKit },
  call: {
    jobs: testFiles('call', 100),
    build: true,
    programs: ['Chromium'],
    optional: ['HeadlessChromium', 'Firefox', 'curl'],
  },
  network: {
    // Each file has its own isolated internet.
    jobs: testFiles('network', 100).map((job) => ({ ...job, within: isolated })),
    isolated: true,
    build: true,
    programs: ['Chromium', ...NETWORK_PROGRAMS],
    optional: ['Firefox'],
  },
};

/**
 * A package's program as the only job of a tier.
 * @param {string} path
 * @param {string[]} args
 * @returns {Job[]}
 */
function tool(path, ...args) {
  const [name = path] = /^(@[^/]+\/)?[^/]+/.exec(path) ?? [];
  return [single(name, join(root, 'node_modules', path), ...args)];
}

/**
 * @param {string} name
 * @param {string[]} args
 * @returns {Job}
 */
function single(name, ...args) {
  return { name, weight: 100, args: () => args };
}

/**
 * Each test file of a tier as a separate job.
 * @param {string} tier
 * @param {number} weight
 * @returns {Job[]}
 */
function testFiles(tier, weight) {
  return filesOf(tier).map((file) => {
    const name = nameOf(file);
    const own = ALONE.includes(name) ? Infinity : WAITING[name];
    return { ...tests(name, file), weight: own ?? weight };
  });
}

/**
 * The unit tests, most of them in one process: to start one takes longer than most files.
 * @returns {Job[]}
 */
function unitJobs() {
  const short = filesOf('unit').filter((file) => !LONG_UNITS.test(file));
  const all = short.map((file) => `import ${JSON.stringify(pathToFileURL(file))};`).join('\n');
  return [
    ...testFiles('unit', 100).filter(({ name }) => LONG_UNITS.test(`/${name}.test.ts`)),
    tests('unit', '--input-type=module', '--eval', all),
  ];
}

/**
 * A process with tests.
 * @param {string} name
 * @param {string[]} program
 * @returns {Job}
 */
function tests(name, ...program) {
  return {
    ...{ name, counts: true, weight: 100 },
    args: (counts) => [
      ...['--import', 'tsx', '--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...[`--test-reporter=${reporter}`, `--test-reporter-destination=${counts}`],
      ...program,
    ],
  };
}

/**
 * The element tests in one engine, in several browsers: in one, only one page at a time has the focus.
 * @param {keyof typeof ENGINES} engine
 * @param {number} browsers
 * @returns {Job[]}
 */
function elementJobs(engine, browsers) {
  const runner = join(root, 'node_modules/@web/test-runner/dist/bin.js');
  const files = filesOf('element').filter((file) => engine === 'Chromium' || !AUDIT.test(file));
  return Array.from({ length: browsers }, (_, part) => ({
    ...single(`element in ${engine} ${part + 1} of ${browsers}`),
    args: () => [runner, '--files', ...files.filter((_file, at) => at % browsers === part)],
    env: { ENGINE: engine },
    counts: true,
  }));
}
