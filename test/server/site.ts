/** What a server that serves `dist` too says to browsers, wherever it runs. */
import assert from 'node:assert/strict';

export async function servesTheSite(server: string): Promise<void> {
  const get = (path: string, headers = {}) => fetch(server + path, { headers });

  const page = await get('/');
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-type')!, /^text\/html; ?charset=utf-8$/);
  assert.match(await page.text(), /<video-call/);
  assert.equal((await get('/themes.html')).status, 200);

  const script = await get('/video-call.js', { origin: 'https://site.example' });
  assert.equal(script.status, 200);
  assert.match(script.headers.get('content-type')!, /^text\/javascript/);
  assert.equal(script.headers.get('access-control-allow-origin'), '*');
  // Its name stays while what is in it changes.
  assert.match(script.headers.get('cache-control')!, /max-age=0, must-revalidate/);
  assert.match(await script.text(), /video-call/);
  const { headers } = script;
  const same = await get('/video-call.js', {
    ...(headers.has('etag') && { 'if-none-match': headers.get('etag')! }),
    ...(headers.has('last-modified') && { 'if-modified-since': headers.get('last-modified')! }),
  });
  assert.equal(same.status, 304);
  assert.match((await get('/page/icon.svg')).headers.get('content-type')!, /^image\/svg\+xml/);

  const hidden = ['/_headers', '/.built', '/.assetsignore', '/page', '/page/', '/../package.json'];
  for (const path of [...hidden, '/nothing.js', '/nothing', '/parties/main/tea']) {
    assert.equal((await get(path)).status, 404, path);
  }
  assert.equal((await fetch(server, { method: 'POST' })).status >= 400, true);
}
