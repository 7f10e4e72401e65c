/** The linter enforces the floors: planted imports that cross them are reported, legal ones are not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ESLint } from 'eslint';

const eslint = new ESLint({
  // Planted code belongs to no project, so rules that need type information are off.
  overrideConfig: {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: false } },
    rules: { '@typescript-eslint/no-floating-promises': 'off' },
  },
});

/** The floor violations reported for a file with an import. */
async function objections(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: file });
  assert.deepEqual(
    result?.messages.filter((message) => message.fatal),
    [],
  );
  return (result?.messages ?? [])
    .filter((message) => message.ruleId === 'floors/floors')
    .map((message) => message.message);
}

const crossing: readonly [file: string, code: string][] = [
  ['src/protocol.ts', `import { Call } from './call/call.js';`],
  ['src/ice-servers.ts', `import { LIMITS } from './protocol.js';`],
  ['src/clean-text.ts', `import { LIMITS } from './protocol.js';`],
  ['src/call/peer.ts', `import { stage } from '../ui/stage.js';`],
  ['src/call/peer.ts', `import type { Chat } from '../features/chat.js';`],
  ['src/call/signaling.ts', `import { Mesh } from './mesh.js';`],
  ['src/call/mesh.ts', `import type { Call } from './call.js';`],
  ['src/call/local-media.ts', `export { Signaling } from './signaling.js';`],
  ['src/call/call.ts', `import { Peer } from './peer.js';`],
  ['src/call/call.ts', `import { LitElement } from 'lit';`],
  ['src/call/mesh.ts', `import { PartySocket } from 'partysocket';`],
  ['src/call/sdp.ts', `import { readFile } from 'node:fs/promises';`],
  ['src/layout/tiles.ts', `import { Call } from '../call/call.js';`],
  ['src/features/chat.ts', `import { send } from './files.js';`],
  ['src/features/chat/log.ts', `import { send } from '../files/send.js';`],
  ['src/features/chat.ts', `import { html } from 'lit';`],
  ['src/features/chat.ts', `const view = await import('../ui/chat.js'); view.open();`],
  ['src/ui/chat.ts', `import { define } from '../index.js';`],
  ['src/headless.ts', `export * from './ui/stage.js';`],
  ['src/call/call.ts', `import { Room } from '../../party/room.js';`],
  ['party/room.ts', `import type * as Party from 'partykit/server';`],
  ['party/room.ts', `import { Call } from '../src/call/call.js';`],
];

const legal: readonly [file: string, code: string][] = [
  ['src/protocol.ts', `import * as v from 'valibot';`],
  ['src/protocol.ts', `import { cleanText } from './clean-text.js';`],
  ['src/call/call.ts', `import { Mesh } from './mesh.js';`],
  ['src/call/mesh.ts', `import { Peer } from './peer.js';`],
  ['src/call/peer.ts', `import { SOURCES } from '../protocol.js';`],
  ['src/layout/tiles.ts', `import type { Participant } from '../call/call-face.js';`],
  ['src/features/chat/log.ts', `import { send } from './send.js';`],
  ['src/features/chat.ts', `import { tiles } from '../layout/tiles.js';`],
  ['src/ui/chat.ts', `import { Chat } from '../features/chat.js';`],
  ['src/ui/chat.ts', `import { repeat } from 'lit/directives/repeat.js';`],
  ['src/index.ts', `const chat = await import('./ui/chat.js'); chat.open();`],
  ['party/room.ts', `import { LIMITS } from '../src/protocol.js';`],
  ['party/settings.ts', `import { iceUrlProblem } from '../src/ice-servers.js';`],
  ['party/index.ts', `import type * as Party from 'partykit/server';`],
];

test('an import that crosses a floor is reported', async () => {
  for (const [file, code] of crossing) {
    assert.equal((await objections(file, code)).length, 1, `${file}: ${code}`);
  }
});

test('an import that a floor allows is not reported', async () => {
  for (const [file, code] of legal) {
    assert.deepEqual(await objections(file, code), [], `${file}: ${code}`);
  }
});
