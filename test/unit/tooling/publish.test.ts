/** What the served folder contains after successive builds. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { keepChunks, publish, readManifest } from '../../../scripts/publish.mjs';

const folders: string[] = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'video-call-publish-'));
  folders.push(folder);
  return folder;
}

/** A build whose chunks differ from those of every other number, except for the shared chunk. */
function build(number: number): string {
  const folder = emptyFolder();
  const files = {
    'video-call.js': `export {} from "./chunks/video-call-${number}.js";`,
    'index.html': `page ${number}`,
    [`chunks/video-call-${number}.js`]: `import "./shared.js"; ${number}`,
    [`chunks/video-call-${number}.js.map`]: `map ${number}`,
    'chunks/shared.js': 'same in every build',
    [`page/only-${number}.css`]: 'style',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const chunk = (number: number) => `chunks/video-call-${number}.js`;
const has = (folder: string, path: string) => existsSync(join(folder, path));

test('the chunks of earlier builds stay, and nothing else of them', () => {
  const dist = emptyFolder();
  for (const number of [1, 2, 3]) publish(build(number), dist);
  for (const number of [1, 2, 3]) assert.ok(has(dist, chunk(number)), `build ${number}`);
  assert.match(readFileSync(join(dist, 'video-call.js'), 'utf8'), /video-call-3/);
  assert.ok(!has(dist, 'page/only-2.css'));
  assert.ok(!has(dist, `${chunk(2)}.map`));
  assert.ok(has(dist, `${chunk(3)}.map`));
  assert.deepEqual(
    readManifest(dist).map((chunks) => chunks.find((path) => path !== 'chunks/shared.js')),
    [chunk(3), chunk(2), chunk(1)],
  );
});

test('the same build made again does not push out another', () => {
  const dist = emptyFolder();
  publish(build(1), dist);
  for (let round = 0; round < 30; round++) publish(build(2), dist);
  assert.ok(has(dist, chunk(1)));
  publish(build(1), dist);
  assert.equal(readManifest(dist).length, 2);
  assert.ok(readManifest(dist)[0]!.includes(chunk(1)), 'the newest comes first');
});

test('the oldest builds go in the end, and what they shared with a newer one stays', () => {
  const dist = emptyFolder();
  for (let number = 1; number <= 30; number++) publish(build(number), dist);
  assert.ok(!has(dist, chunk(1)));
  assert.ok(has(dist, chunk(28)));
  assert.ok(has(dist, 'chunks/shared.js'));
});

test('a package has the newest build alone', () => {
  const dist = emptyFolder();
  publish(build(1), dist);
  publish(build(2), dist, { onlyNewest: true });
  assert.ok(!has(dist, chunk(1)));
  assert.equal(readManifest(dist).length, 1);
});

test('a storage keeps the chunks of every build that was served with it', () => {
  const storage = emptyFolder();
  for (const number of [1, 2, 3]) {
    const dist = emptyFolder();
    publish(build(number), dist);
    keepChunks(dist, storage);
  }
  for (const number of [1, 2, 3]) assert.ok(has(storage, chunk(number)), `build ${number}`);
  assert.ok(!has(storage, 'index.html'));
});
