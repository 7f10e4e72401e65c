/** A backend that issues call tokens to its users: TOKEN_SECRET=… node examples/token-server.mjs 3000 */
import { createServer } from 'node:http';
import { SignJWT } from 'jose';

const secret = new TextEncoder().encode(process.env.TOKEN_SECRET);
if (secret.length < 32) throw new Error('TOKEN_SECRET must have at least 32 characters.');
// Yours come from your database, and your own login identifies them.
const people = { ana: { name: 'Ana Lovelace', role: 'host' }, ben: { name: 'Ben Babbage' } };

createServer(async ({ url }, response) => {
  const login = new URLSearchParams(url.split('?')[1]).get('login') ?? '';
  response.setHeader('Access-Control-Allow-Origin', '*');
  if (!Object.hasOwn(people, login)) return response.writeHead(403).end('Sign in first.');
  const token = await new SignJWT({ ...people[login], room: 'lesson-*' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(login)
    .setExpirationTime('10 minutes')
    .sign(secret);
  response.end(token);
}).listen(process.argv[2] ?? 3000);
