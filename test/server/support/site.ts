/** Response headers for browsers of any server that also serves `dist`. */
import assert from 'node:assert/strict';

export async function servesTheSite(server: string): Promise<void> {
  const get = (path: string, headers = {}) => fetch(server + path, { headers });

  const page = await get('/');
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-type')!, /^text\/html; ?charset=utf-8$/);
  assert.match(await page.text(), /<video-call/);
  assert.equal((await get('/themes.html')).status, 200);
  assert.match(page.headers.get('content-security-policy')!, /frame-ancestors 'self'/);
  assert.match(page.headers.get('permissions-policy')!, /camera=\(self\).*geolocation=\(\)/);
  assert.equal(page.headers.get('referrer-policy'), 'no-referrer');

  const script = await get('/video-call.js', { origin: 'https://site.example' });
  assert.equal(script.status, 200);
  assert.match(script.headers.get('content-type')!, /^text\/javascript/);
  assert.equal(script.headers.get('access-control-allow-origin'), '*');
  // Its URL stays the same while its content changes; a chunk's content never changes.
  assert.equal(script.headers.get('cache-control'), 'no-cache');
  assert.equal(page.headers.get('cache-control'), 'no-cache');
  const [, path] = /"\.(\/chunks\/video-call-[\w-]{8}\.js)"/.exec(await script.text())!;
  const chunk = await get(path!);
  assert.equal(chunk.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  assert.equal(chunk.headers.get('access-control-allow-origin'), '*');
  assert.match(chunk.headers.get('content-type')!, /^text\/javascript/);
  assert.match(await chunk.text(), /customElements/);
  const same = await get('/video-call.js', { 'if-none-match': script.headers.get('etag')! });
  assert.equal(same.status, 304);
  assert.match((await get('/page/icon.svg')).headers.get('content-type')!, /^image\/svg\+xml/);

  const hidden = ['/_headers', '/.built', '/.assetsignore', '/page', '/page/', '/../package.json'];
  hidden.push('/chunks/', '/chunks/video-call-AAAAAAAA.js', '/%2e%2e%2fpackage.json');
  for (const path of [...hidden, '/nothing.js', '/nothing', '/parties/main/tea']) {
    assert.equal((await get(path)).status, 404, path);
  }
  assert.equal((await fetch(server, { method: 'POST' })).status >= 400, true);
}
