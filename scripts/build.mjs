/** `npm run build`: builds `dist`; with `--only-newest`, as for a package, chunks of earlier builds are removed. */
import { endOnSignals } from './children.mjs';
import { build } from './setup.mjs';

endOnSignals(1);
await build({ onlyNewest: process.argv.includes('--only-newest') }).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
