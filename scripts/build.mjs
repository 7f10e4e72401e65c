/** `npm run build`: makes `dist` anew. */
import { endOnSignals } from './children.mjs';
import { build } from './setup.mjs';

endOnSignals(1);
await build().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
