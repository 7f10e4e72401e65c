/** Creates the certificate for `npm start -- --https`, and keeps it until this machine's addresses change. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { generate } from 'selfsigned';

const folder = fileURLToPath(new URL('../.cache/https', import.meta.url));
const paths = { key: join(folder, 'key.pem'), certificate: join(folder, 'certificate.pem') };
/** Records what the certificate was created for. */
const note = join(folder, 'made-for.json');
const DAY = 86_400_000;
/** Safari rejects certificates that are valid for longer than 825 days. */
const LIFETIME = 365 * DAY;

/** This machine's IPv4 addresses in its local networks. */
export function lanAddresses() {
  const all = Object.values(networkInterfaces()).flat();
  return all.filter((one) => one?.family === 'IPv4' && !one.internal).map((one) => one.address);
}

/** Paths of a key and a certificate for `localhost` and the LAN addresses, created if necessary. */
export async function certificate() {
  const addresses = lanAddresses();
  try {
    const made = JSON.parse(readFileSync(note, 'utf8'));
    const same = made.addresses.join() === addresses.join();
    if (same && Date.now() < made.at + LIFETIME - DAY) return paths;
  } catch {
    // There is no certificate yet.
  }
  const ips = ['127.0.0.1', '::1', ...addresses].map((ip) => ({
    type: /** @type {const} */ (7),
    ip,
  }));
  const names = [{ type: /** @type {const} */ (2), value: 'localhost' }, ...ips];
  const pem = await generate([{ name: 'commonName', value: 'localhost' }], {
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + LIFETIME),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: names },
    ],
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(paths.key, pem.private, { mode: 0o600 });
  writeFileSync(paths.certificate, pem.cert);
  writeFileSync(note, JSON.stringify({ at: Date.now(), addresses }));
  return paths;
}
