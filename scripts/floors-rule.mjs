/** The lint rule that keeps the floors: who may import whom, and which library lives where. */
import { posix, relative, sep } from 'node:path';

const PROTOCOL = 'src/protocol.ts';

/** The floors: where the longest path that fits a file stands, it may import what follows, and itself. */
const MAY_IMPORT = {
  [PROTOCOL]: [],
  'src/call/': [PROTOCOL],
  'src/stage/': [PROTOCOL],
  'src/features/': [PROTOCOL, 'src/call/', 'src/stage/'],
  'src/ui/': [PROTOCOL, 'src/call/', 'src/stage/', 'src/features/'],
  'src/headless.ts': [PROTOCOL, 'src/call/', 'src/stage/', 'src/features/'],
  'src/index.ts': ['src/'],
  'party/': [PROTOCOL],
};

/** The same for `import type`, where it may reach further. */
const MAY_IMPORT_TYPES = { 'src/stage/': ['src/call/'] };

/** Inside the core: what only one file may see. */
const SEEN_ONLY_BY = {
  'src/call/call.ts': [],
  'src/call/signaling.ts': ['src/call/call.ts'],
  'src/call/mesh.ts': ['src/call/call.ts'],
  'src/call/local-media.ts': ['src/call/call.ts'],
  'src/call/peer.ts': ['src/call/mesh.ts'],
  'src/call/device-keeper.ts': [
    'src/call/local-media.ts',
    'src/call/media-asides.ts',
    'src/call/platform.ts',
  ],
  'src/call/media-requests.ts': ['src/call/local-media.ts', 'src/call/device-keeper.ts'],
  'src/call/devices.ts': [
    'src/call/local-media.ts',
    'src/call/device-keeper.ts',
    'src/call/list-devices.ts',
  ],
};

/** Where each of these packages may be imported. */
const HOMES = {
  lit: ['src/ui/', 'src/index.ts'],
  lucide: ['src/ui/'],
  partysocket: ['src/call/browser-platform.ts'],
  partykit: ['party/index.ts', 'party/directory-party.ts'],
  partyserver: ['party/worker.ts'],
  '@cloudflare': ['party/worker.ts', 'party/directory-worker.ts'],
  mrmime: ['party/serve.ts'],
  node: ['party/'],
};

const within = (file, paths) =>
  paths.some((path) => file === path || (path.endsWith('/') && file.startsWith(path)));

/** `src/features/chat.ts` and `src/features/chat/log.ts` are both of the feature `chat`. */
const featureOf = (file) => /^src\/features\/([^/.]+)/.exec(file)?.[1];

function objectionToFile(from, to, isType) {
  const floor = Object.keys(MAY_IMPORT).find((path) => within(from, [path]));
  if (!floor) return undefined;
  const allowed = [floor, ...MAY_IMPORT[floor], ...((isType && MAY_IMPORT_TYPES[floor]) || [])];
  if (!within(to, allowed)) return `${floor} may not import ${to}.`;
  const feature = featureOf(from);
  if (feature && featureOf(to) && featureOf(to) !== feature) return 'No feature imports another.';
  if (floor === 'src/call/' && SEEN_ONLY_BY[to] && !SEEN_ONLY_BY[to].includes(from)) {
    return `In src/call/ only ${SEEN_ONLY_BY[to].join() || 'nobody'} may import ${to}.`;
  }
  return undefined;
}

function objectionToPackage(from, specifier) {
  const name = /^@?[^/:]+/.exec(specifier)?.[0] ?? '';
  const homes = HOMES[name];
  return homes && !within(from, homes)
    ? `${name} may only be imported in ${homes.join(', ')}.`
    : undefined;
}

export const floorsRule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const from = relative(context.cwd, context.filename).split(sep).join('/');
    const check = (node) => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string') return;
      const isType = (node.importKind ?? node.exportKind) === 'type';
      const message = specifier.startsWith('.')
        ? objectionToFile(
            from,
            posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts'),
            isType,
          )
        : objectionToPackage(from, specifier);
      if (message) context.report({ node, message });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};
