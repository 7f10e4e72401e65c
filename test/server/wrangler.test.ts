/** The room server under `wrangler dev`, which runs Cloudflare's runtime locally. */
import { test } from 'node:test';
import { keepsTheContract } from './support/contract.js';
import { whyNoWrangler } from './support/why-no-wrangler.js';
import { wrangler } from './support/wrangler-runtime.mjs';

const skip = await whyNoWrangler();

if (skip) test('the contract of a room server under wrangler', { skip });
else {
  keepsTheContract({
    runtime: wrangler,
    main: 'test/server/support/lives-worker.ts',
    answersPings: true,
  });
}
