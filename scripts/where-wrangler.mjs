/** Run by npx: prints the paths of the Node and the wrangler that npx provides. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const main = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, '../wrangler/wrangler-dist/cli.js'))
  .find(existsSync);
console.log(JSON.stringify({ node: process.execPath, main }));
