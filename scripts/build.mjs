/** `npm run build`: builds `dist`; with `--only-newest`, as for a package, chunks of earlier builds are removed. */
import { endOnSignals } from './children.mjs';
import { fail } from './launch.mjs';
import { build } from './setup.mjs';

endOnSignals(1);
const onlyNewest = process.argv.includes('--only-newest');
await build({ onlyNewest }).catch(({ message }) => fail(message));
