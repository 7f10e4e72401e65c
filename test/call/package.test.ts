/** The package as others install it: with a bundler, with a script tag, and in Node. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { promisify } from 'node:util';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { build } from 'esbuild';
import { rollup } from 'rollup';
import { inPage, until, untilFrames, untilPeople, untilStatus } from './support/facts.js';
import { Lab } from './support/lab.js';

const run = promisify(execFile);
const lab = await Lab.start();
afterEach(() => lab.clear());

/** A project that has installed the package from its tarball, and uses Lit itself. */
const project = await mkdtemp(join(tmpdir(), 'video-call-package-'));
after(() => rm(project, { recursive: true, force: true, maxRetries: 3 }));

const APP = `
  import { LitElement, html } from 'lit';
  import { CallError, VideoCallElement } from 'video-call-element';
  customElements.define('my-app', class extends LitElement {
    static properties = { name: {} };
    createRenderRoot() { return this; }
    render() {
      return html\`<video-call server=\${this.getAttribute('server')} room=\${this.getAttribute('room')}
        name=\${this.getAttribute('name')} autojoin></video-call>\`;
    }
  });
  globalThis.exported = [typeof CallError, typeof VideoCallElement];
`;

before(async () => {
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  // The build of this tier is already in `dist`.
  const packed = await run('npm', ['pack', '--ignore-scripts', '--pack-destination', project]);
  const tarball = packed.stdout.trim().split('\n').at(-1)!;
  const manifest = { name: 'app', private: true, type: 'module' };
  await writeFile(join(project, 'package.json'), JSON.stringify(manifest));
  await run('npm', ['install', ...flags, `./${tarball}`, 'lit'], { cwd: project });
  await writeFile(join(project, 'app.js'), APP);
});

/** What each bundler makes of the app, without any settings that concern the package. */
const bundlers: Record<string, (outdir: string) => Promise<unknown>> = {
  esbuild: (outdir) =>
    build({
      entryPoints: [join(project, 'app.js')],
      bundle: true,
      splitting: true,
      format: 'esm',
      outdir,
    }),
  rollup: async (dir) => {
    const bundle = await rollup({
      input: join(project, 'app.js'),
      plugins: [nodeResolve()],
      onwarn: ({ message }) => assert.fail(message),
    });
    await bundle.write({ dir, format: 'es' });
  },
};

for (const [name, bundle] of Object.entries(bundlers)) {
  test(`an app that ${name} bundles joins a call, with one copy of Lit`, async () => {
    const outdir = join(project, name);
    await bundle(outdir);
    const files = await readdir(outdir);
    assert.ok(files.length > 5, 'what is loaded later stays in files of its own');
    const urls = await lab.serveFolder(outdir);
    const room = `bundled by ${name}`;
    const page = await lab.open(
      lab.serve(`<!doctype html><meta charset="utf-8"><title>App</title>
        <link rel="icon" href="data:,"><script type="module" src="${urls}/app.js"></script>
        <my-app server="${lab.server.url}" room="${room}" name="Ana"></my-app>`),
    );
    const failures: string[] = [];
    page.on('pageerror', (error) => failures.push(String(error)));
    const ben = await lab.open(lab.embed(`room="${room}" name="Ben" autojoin`));
    await Promise.all([page, ben].map((one) => untilPeople(one, ['Ana', 'Ben'])));
    await untilFrames(ben, 'Ana');
    await untilFrames(page, 'Ben');
    await until(page, 'a toolbar', (one) => {
      return one.shadowRoot!.querySelectorAll('.toolbar button').length > 0;
    });
    // Parts that are loaded later come from the app's own files.
    await inPage(page, (one) => one.setAttribute('lang', 'de'));
    await page.waitForFunction(() =>
      document.querySelector('video-call')!.shadowRoot!.querySelector('.base[lang=de]'),
    );
    const { copies, exported } = await page.evaluate(() => {
      const { litElementVersions, litHtmlVersions, reactiveElementVersions, exported } =
        globalThis as unknown as Record<string, string[]>;
      const copies = [litElementVersions, litHtmlVersions, reactiveElementVersions];
      return { copies: copies.map((versions) => versions?.length), exported };
    });
    assert.deepEqual(copies, [1, 1, 1]);
    assert.deepEqual(exported, ['function', 'function']);
    assert.deepEqual(failures, []);
  });
}

test('a classic script makes the same call, under the documented policy', async () => {
  const { url, port } = lab.server;
  const policy = [
    "default-src 'none'",
    `script-src ${url}`,
    `connect-src ws://localhost:${port}`,
    'img-src data:',
    "require-trusted-types-for 'script'",
    'trusted-types video-call',
  ].join('; ');
  const page = await lab.open(lab.serve('<!doctype html><title>Nothing yet</title>'));
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (/violat|refused|Trusted|policy/i.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(
    lab.serve(
      `<!doctype html><meta charset="utf-8"><title>Classic</title><link rel="icon" href="data:,">
      <script src="${url}/video-call.iife.js?any=query"></script>
      <video-call room="classic" name="Ana" autojoin></video-call>`,
      { 'content-security-policy': policy },
    ),
  );
  await untilStatus(page, 'joined');
  // Without a `server` attribute, the room server is that of the script.
  const ben = await lab.open(lab.embed('room="classic" name="Ben" autojoin'));
  await Promise.all([page, ben].map((one) => untilPeople(one, ['Ana', 'Ben'])));
  await untilFrames(page, 'Ben');
  await inPage(page, (one) => one.setAttribute('lang', 'ar'));
  await page.waitForFunction(() =>
    document.querySelector('video-call')!.shadowRoot!.querySelector('.base[lang=ar]'),
  );
  assert.deepEqual(complaints, []);
});

test('both ways of loading on one page make one element', async () => {
  const { url } = lab.server;
  const page = await lab.open(
    lab.serve(`<!doctype html><meta charset="utf-8"><title>Both</title>
      <link rel="icon" href="data:,"><script src="${url}/video-call.iife.js"></script>
      <script type="module" src="${url}/video-call.js"></script>
      <video-call room="both" name="Ana" autojoin></video-call>`),
  );
  const failures: string[] = [];
  page.on('pageerror', (error) => failures.push(String(error)));
  await untilPeople(page, ['Ana']);
  const chunks = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => /chunks\/video-call-[\w-]{8}\.js/.test(name)),
  );
  assert.equal(new Set(chunks).size, 1);
  assert.deepEqual(failures, []);
});

test('both entries can be imported in Node, as when a page is rendered on a server', async () => {
  const code = `
    const element = await import('video-call-element');
    const { Call } = await import('video-call-element/headless');
    const script = await import('video-call-element/video-call.js');
    const core = await import('video-call-element/headless.js');
    console.log(JSON.stringify([element.VideoCallElement, Call, script.VideoCallElement, core.Call]
      .map((one) => typeof one)));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: project,
  });
  assert.deepEqual(JSON.parse(stdout), Array(4).fill('function'));
});

test('a TypeScript project gets the types, and they are complete', async () => {
  await writeFile(
    join(project, 'app.ts'),
    `import 'video-call-element';
    import type { VideoCallEventMap } from 'video-call-element';
    import { Call, type Participant } from 'video-call-element/headless';
    const element = document.querySelector('video-call')!;
    const people: readonly Participant[] = element.participants;
    element.addEventListener('participant-join', (event: VideoCallEventMap['participant-join']) => {
      const name: string = event.detail.name;
      console.log(name, people, Call);
    });
    // @ts-expect-error There is no such attribute.
    element.noSuchProperty;\n`,
  );
  const compiler = resolve('node_modules/typescript/bin/tsc');
  const options = [
    '--noEmit',
    '--strict',
    '--target',
    'es2022',
    '--lib',
    'es2023,dom,dom.iterable',
  ];
  for (const module of ['nodenext', 'esnext']) {
    const resolution = module === 'nodenext' ? 'nodenext' : 'bundler';
    const args = [...options, '--module', module, '--moduleResolution', resolution, 'app.ts'];
    await run(process.execPath, [compiler, ...args], { cwd: project }).catch(
      (error: { stdout: string }) => assert.fail(error.stdout),
    );
  }
});

test('the tarball has what a page loads, and no sources or tests', async () => {
  const root = join(project, 'node_modules/video-call-element');
  const all = (await readdir(root, { recursive: true })).map((path) => path.replaceAll('\\', '/'));
  for (const path of ['video-call.js', 'video-call.iife.js', 'headless.js', 'lib/index.js']) {
    assert.ok(all.includes(`dist/${path}`), path);
  }
  for (const path of all) assert.doesNotMatch(path, /^(src|test|party|scripts)\/|\.html$/);
  const script = await readFile(join(root, 'dist/video-call.iife.js'), 'utf8');
  const chunk = /"(chunks\/[\w-]+\.js)"/.exec(script)![1]!;
  assert.ok(all.includes(`dist/${chunk}`), chunk);
});
