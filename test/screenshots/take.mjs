/** `npm run screenshots`: screenshots of every view and state, in several sizes, light and dark, and contact sheets. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { openPage } from './pages.mjs';
import { buildIfChanged, install } from '../../scripts/setup.mjs';

const USAGE =
  'Usage: npm run screenshots -- [--readme] [--engine Chromium|Firefox|WebKit] [SCENE...]';
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, '.cache/screenshots');
const SIZES = [
  [320, 240],
  [390, 844],
  [768, 1024],
  [1440, 900],
];
const SCHEMES = ['light', 'dark'];
/** The scenes in which menus and dialogs are opened, and how deep: a dialog may be opened from a menu. */
const SCENES_WITH_MENUS = ['presentation', 'call-3'];
const DEEPEST = 2;
/** The screenshots in the README: scene, size, color scheme, and device pixel ratio. */
const README = {
  'call.png': { scene: 'call-5', size: [1200, 675], scheme: 'dark', scale: 1 },
  'presentation.png': { scene: 'presentation', size: [1200, 675], scheme: 'dark', scale: 1 },
  'phone.png': { scene: 'call-3', size: [390, 780], scheme: 'dark', scale: 1 },
};
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
};

/** Serves `dist`, the scenes and the screenshots taken so far; resolves with the origin and a close function. */
function serve() {
  const folders = [join(root, 'dist'), join(root, 'test/screenshots'), folder];
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url, 'http://localhost').pathname);
    const file = folders.map((one) => join(one, path)).find((one) => existsSync(one));
    if (!file || !TYPES[extname(file)]) return response.writeHead(404).end();
    response.setHeader('content-type', TYPES[extname(file)]);
    return response.end(readFileSync(file));
  });
  return new Promise((resolve) => {
    server.listen(0, 'localhost', () => {
      resolve({ url: `http://localhost:${server.address().port}`, close: () => server.close() });
    });
  });
}

/** Shows a scene; resolves with the menus and dialogs that can be opened in it. */
async function show(page, url, { scene, opened = [], size, scale = 1 }) {
  const [width, height] = size;
  await page.setViewport({ width, height, deviceScaleFactor: scale, hasTouch: width < 500 });
  const query = new URLSearchParams([['scene', scene], ...opened.map((one) => ['open', one])]);
  await page.goto(`${url}/scenes.html?${query}`);
  return page.evaluate('played');
}

/** Takes every screenshot of one scene. */
async function shoot(pages, url, name, scene, opened) {
  let found = [];
  for (const size of SIZES) {
    for (const scheme of SCHEMES) {
      const page = pages[scheme];
      found = await show(page, url, { scene, opened, size });
      const file = join(folder, `${name}-${size.join('x')}-${scheme}.png`);
      writeFileSync(file, await page.screenshot());
    }
  }
  return found.filter((one) => one.length <= DEEPEST && one.length > (opened?.length ?? 0));
}

/** All screenshots of one scene on one sheet. */
const sheetOf = (name) => {
  const figures = (scheme) =>
    SIZES.map((size) => {
      const label = `${size.join('x')}-${scheme}`;
      return `<figure><img src="${name}-${label}.png" alt="" />${label}</figure>`;
    });
  const rows = SCHEMES.map((scheme) => `<div>${figures(scheme).join('')}</div>`);
  return `<section><h2>${name}</h2>${rows.join('')}</section>`;
};

async function takeSheets(url, names) {
  const head = `<!doctype html><meta charset="utf-8" /><title>Screenshots</title>`;
  const style = `<style>${readFileSync(join(root, 'test/screenshots/sheet.css'), 'utf8')}</style>`;
  writeFileSync(join(folder, 'sheets.html'), head + style + names.map(sheetOf).join(''));
  const page = await openPage('Chromium', 'light');
  await page.setViewport({ width: 1880, height: 900, deviceScaleFactor: 1 });
  await page.goto(`${url}/sheets.html`, { waitUntil: 'load' });
  for (const [index, section] of (await page.$$('section')).entries()) {
    await section.screenshot({ path: join(folder, `sheet-${names[index]}.png`) });
  }
  await page.close();
}

async function takeReadme(pages, url) {
  for (const [name, picture] of Object.entries(README)) {
    const page = pages[picture.scheme];
    await show(page, url, picture);
    await page.screenshot({ path: join(root, 'docs', name) });
    console.log(`docs/${name}`);
  }
}

async function takeAll(pages, url, wanted) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await pages.light.goto(`${url}/scenes.html`);
  const scenes = await pages.light.evaluate('sceneNames');
  const known = wanted.filter((name) => !scenes.includes(name));
  if (known.length)
    throw new Error(`Unknown scene ${known.join()}. The scenes are: ${scenes.join(' ')}`);
  const names = [];
  for (const scene of wanted.length ? wanted : scenes) {
    const open = [[]];
    for (const opened of open) {
      const name = [scene, ...opened].join('--');
      const found = await shoot(pages, url, name, scene, opened);
      names.push(name);
      console.log(name);
      if (SCENES_WITH_MENUS.includes(scene)) open.push(...found);
    }
  }
  await takeSheets(url, names);
  console.log(`${names.length} scenes in ${join(folder, 'sheets.html')}`);
}

function options() {
  try {
    const known = {
      readme: { type: 'boolean' },
      engine: { type: 'string', default: 'Chromium' },
    };
    return parseArgs({ options: known, allowPositionals: true });
  } catch {
    console.error(USAGE);
    return process.exit(1);
  }
}

const { values, positionals } = options();
await install();
await buildIfChanged();
const server = await serve();
const pages = {};
try {
  for (const scheme of SCHEMES) pages[scheme] = await openPage(values.engine, scheme);
  if (values.readme) await takeReadme(pages, server.url);
  else await takeAll(pages, server.url, positionals);
} finally {
  for (const page of Object.values(pages)) await page.close();
  server.close();
}
