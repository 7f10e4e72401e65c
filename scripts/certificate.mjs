/** Creates the certificate for `npm start -- --https`, and keeps it until this machine has a new address. */
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { generate } from 'selfsigned';

const folder = fileURLToPath(new URL('../.cache/https', import.meta.url));
const paths = { key: join(folder, 'key.pem'), certificate: join(folder, 'certificate.pem') };
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
  if (isValidFor(addresses)) return paths;
  // In names of certificates, 2 is a host and 7 an address.
  const ips = ['127.0.0.1', '::1', ...addresses].map((ip) => ({ type: 7, ip }));
  const names = [{ type: 2, value: 'localhost' }, ...ips];
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
  return paths;
}

function isValidFor(addresses) {
  if (!existsSync(paths.certificate)) return false;
  const made = new X509Certificate(readFileSync(paths.certificate));
  const isFresh = Date.parse(made.validTo) > Date.now() + DAY;
  return isFresh && addresses.every((address) => made.checkIP(address));
}
