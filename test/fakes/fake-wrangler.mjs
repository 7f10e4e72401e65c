/** A wrangler that deploys nothing, and writes down what the real one does. */
import { writeFileSync } from 'node:fs';

const { WRANGLER_OUTPUT_FILE_PATH, SAYS } = process.env;
const note = JSON.parse(SAYS ?? '{}');
writeFileSync(
  WRANGLER_OUTPUT_FILE_PATH ?? '',
  `{"type":"wrangler-session"}\n${JSON.stringify(note)}\n`,
);
console.log(process.argv.slice(2).join(' '));
process.exitCode = note.type === 'deploy' ? 0 : 1;
