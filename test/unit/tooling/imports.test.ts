/** dependency-cruiser enforces the layers: planted imports that cross them are reported, legal ones are not. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const scratch = await mkdtemp(join(tmpdir(), 'video-call-imports-'));
after(() => rm(scratch, { recursive: true, force: true }));

interface Violation {
  from: string;
  to: string;
  rule: string;
}

type Plant = readonly [file: string, code: string];

/** The rules that are broken if only these files exist, and those that they import. */
async function violations(name: string, plants: readonly Plant[]): Promise<Violation[]> {
  const folder = join(scratch, name);
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text, { flag: 'a' });
  };
  await write('package.json', '{ "type": "module" }');
  for (const [file, code] of plants) {
    const [, specifier = ''] = /['"](\..*)\.js['"]/.exec(code) ?? [];
    if (specifier) await write(`${join(dirname(file), specifier)}.ts`, '');
    await write(file, `${code}\n`);
  }
  await cp(join(root, '.dependency-cruiser.mjs'), join(folder, '.dependency-cruiser.mjs'));
  await cp(join(root, 'tsconfig.json'), join(folder, 'tsconfig.json'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [program, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'src', 'party'],
    { cwd: folder },
  ).catch((error: { stdout: string }) => error);
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { from: string; to: string; rule: { name: string } }[] };
  };
  return summary.violations.map(({ from, to, rule }) => ({ from, to, rule: rule.name }));
}

const crossing: readonly [file: string, code: string][] = [
  ['src/protocol.ts', `import { Call } from './call/call.js';`],
  ['src/ice-servers.ts', `import { LIMITS } from './protocol.js';`],
  ['src/clean-text.ts', `import { LIMITS } from './protocol.js';`],
  ['src/call/link/peer.ts', `import { stage } from '../../ui/stage.js';`],
  ['src/call/link/peer.ts', `import type { Chat } from '../../features/chat.js';`],
  ['src/call/signaling/signaling.ts', `import { Mesh } from '../link/mesh.js';`],
  ['src/call/link/mesh.ts', `import type { Call } from '../call.js';`],
  ['src/call/media/local-media.ts', `export { Signaling } from '../signaling/signaling.js';`],
  ['src/call/call.ts', `import { Peer } from './link/peer.js';`],
  ['src/call/call.ts', `import { Mesh } from './link/mesh.js';`],
  ['src/call/room-session.ts', `import type { Call } from './call.js';`],
  ['src/call/profile-publisher.ts', `import type { OwnProfile } from './own-profile.js';`],
  ['src/call/link/mesh.ts', `import { Negotiation } from './negotiation.js';`],
  ['src/call/link/negotiation.ts', `import type { Lanes } from './lanes.js';`],
  ['src/call/link/prepared-link.ts', `import type { Mesh } from './mesh.js';`],
  ['src/call/link/prepared-link.ts', `import { MeshLimits } from './mesh-limits.js';`],
  ['src/call/base/is-same.ts', `import type { Call } from '../call.js';`],
  ['src/call/call.ts', `import { LitElement } from 'lit';`],
  ['src/call/link/mesh.ts', `import { PartySocket } from 'partysocket';`],
  ['src/call/link/sdp.ts', `import { readFile } from 'node:fs/promises';`],
  ['src/layout/tiles.ts', `import { Call } from '../call/call.js';`],
  ['src/features/chat.ts', `import { send } from './files.js';`],
  ['src/features/chat/log.ts', `import { send } from '../files/send.js';`],
  ['src/features/chat.ts', `import { html } from 'lit';`],
  ['src/features/chat.ts', `const view = await import('../ui/chat.js'); view.open();`],
  ['src/ui/chat.ts', `import { define } from '../index.js';`],
  ['src/ui/i18n/words.ts', `import type { View } from '../base/view.js';`],
  ['src/ui/dom/roving.ts', `import { View } from '../base/view.js';`],
  ['src/ui/base/view.ts', `import { PeopleView } from '../people/people.js';`],
  ['src/ui/notices/notices.ts', `import { isHost } from '../people/person.js';`],
  ['src/ui/people/people.ts', `import type { StageView } from '../stage/stage.js';`],
  ['src/ui/stage/stage.ts', `const menu = await import('../overlay/menu.js'); menu.open();`],
  ['src/ui/overlay/menu.ts', `import { LobbyView } from '../lobby/lobby.js';`],
  ['src/ui/lobby/lobby.ts', `import { states } from '../element/states.js';`],
  ['src/headless.ts', `export * from './ui/stage.js';`],
  ['src/call/call.ts', `import { Room } from '../../party/room/room.js';`],
  ['party/room/room.ts', `import type * as Party from 'partykit/server';`],
  ['party/room/room.ts', `import { Call } from '../../src/call/call.js';`],
  ['party/room/room.ts', `import { Gateway } from '../gateway/gateway.js';`],
  ['party/base/limits.ts', `import { Room } from '../room/room.js';`],
];

const legal: readonly [file: string, code: string][] = [
  ['src/protocol.ts', `import * as v from 'valibot';`],
  ['src/protocol.ts', `import { cleanText } from './clean-text.js';`],
  ['src/call/call.ts', `import { RoomSession } from './room-session.js';`],
  ['src/call/room-session.ts', `import { Mesh } from './link/mesh.js';`],
  ['src/call/link/mesh.ts', `import { Peer } from './peer.js';`],
  ['src/call/link/mesh.ts', `import { PreparedLink } from './prepared-link.js';`],
  ['src/call/link/prepared-link.ts', `import type { Peer } from './peer.js';`],
  ['src/call/link/peer.ts', `import { Negotiation } from './negotiation.js';`],
  ['src/call/link/peer.ts', `import { SOURCES } from '../../protocol.js';`],
  ['src/layout/tiles.ts', `import type { Participant } from '../call/call-api.js';`],
  ['src/features/chat/log.ts', `import { send } from './send.js';`],
  ['src/features/chat.ts', `import { tiles } from '../layout/tiles.js';`],
  ['src/ui/chat.ts', `import { Chat } from '../features/chat.js';`],
  ['src/ui/chat.ts', `import { repeat } from 'lit/directives/repeat.js';`],
  ['src/ui/base/view.ts', `import { words } from '../i18n/words.js';`],
  ['src/ui/stage/stage.ts', `import { View } from '../base/view.js';`],
  ['src/ui/element/video-call.ts', `import { LobbyView } from '../lobby/lobby.js';`],
  ['src/index.ts', `const chat = await import('./ui/chat.js'); chat.open();`],
  ['party/room/room.ts', `import { LIMITS } from '../../src/protocol.js';`],
  ['party/gateway/settings.ts', `import { iceUrlProblem } from '../../src/ice-servers.js';`],
  ['party/runtimes/partykit.ts', `import type * as Party from 'partykit/server';`],
];

test('an import that crosses a layer is reported', async () => {
  const reported = await violations('crossing', crossing);
  for (const [file, code] of crossing) {
    const [, target = ''] = /['"]([^'"]+)['"]/.exec(code) ?? [];
    const to = target.startsWith('.')
      ? join(dirname(file), target).replace(/\.js$/, '.ts')
      : target.replace('node:', '').replace(/\/.*/, '');
    const isReported = reported.some(
      (one) => one.from === file && one.to.includes(to) && one.rule !== 'no-circle',
    );
    assert.ok(isReported, `${file}: ${code}`);
  }
});

test('an import that a layer allows is not reported', async () => {
  assert.deepEqual(await violations('legal', legal), []);
});

test('a circle of types alone is reported', async () => {
  const circle: Plant[] = [
    ['src/ui/one.ts', `import type { Two } from './two.js'; export type One = Two;`],
    ['src/ui/two.ts', `import type { One } from './one.js'; export type Two = One;`],
    ['party/empty.ts', ''],
  ];
  const reported = await violations('circle', circle);
  assert.deepEqual([...new Set(reported.map(({ rule }) => rule))], ['no-circle']);
});
