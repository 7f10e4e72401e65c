/** Which server an attribute refers to, on pages of every kind. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serverOrigin } from '../../../src/ui/base/server-origin.js';

const page = 'https://shop.example.com/help';

for (const [server, base, origin] of [
  ['https://calls.example.com', page, 'https://calls.example.com'],
  ['https://calls.example.com/some/path', page, 'https://calls.example.com'],
  [' https://calls.example.com ', page, 'https://calls.example.com'],
  ['calls.example.com', page, 'https://calls.example.com'],
  ['calls.example.com:8443', page, 'https://calls.example.com:8443'],
  ['localhost:1999', 'http://localhost:8080/', 'http://localhost:1999'],
  ['my-host:1999', 'http://localhost:8080/', 'http://my-host:1999'],
  ['[::1]:1999', 'http://localhost:8080/', 'http://[::1]:1999'],
  ['//calls.example.com', page, 'https://calls.example.com'],
  ['/', page, 'https://shop.example.com'],
  ['wss://calls.example.com', page, 'https://calls.example.com'],
  ['ws://localhost:1999', page, 'http://localhost:1999'],
  // Documents without an address of their own, and local files.
  ['localhost:1999', 'about:srcdoc', 'http://localhost:1999'],
  ['calls.example.com:8443', 'about:srcdoc', 'https://calls.example.com:8443'],
  ['calls.example.com', 'file:///home/ana/page.html', 'https://calls.example.com'],
  ['127.0.0.1:1999', 'file:///home/ana/page.html', 'http://127.0.0.1:1999'],
  // Values that name no server.
  ['https://%', page, ''],
  ['ftp://calls.example.com', page, ''],
  ['/calls', 'about:srcdoc', ''],
  ['/calls', 'file:///home/ana/page.html', ''],
  ['a b', page, ''],
] as const) {
  test(`${JSON.stringify(server)} on ${base} is ${origin || 'no server'}`, () => {
    assert.equal(serverOrigin(server, base), origin);
  });
}
