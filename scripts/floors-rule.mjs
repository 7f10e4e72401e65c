/** The lint rule for layers ("floors"): which files may import which, and where each library may be used. */
import { posix, relative, sep } from 'node:path';

const CLEAN_TEXT = 'src/clean-text.ts';
const ICE_SERVERS = 'src/ice-servers.ts';
const JSON_TEXT = 'src/json.ts';
const TOKEN_BUCKET = 'src/token-bucket.ts';
/** Shared by browser and server. */
const PROTOCOL = ['src/protocol.ts', CLEAN_TEXT, ICE_SERVERS, JSON_TEXT, TOKEN_BUCKET];

/** The floors: a file may import its own floor, the longest path that matches it, and the paths listed for it. */
const MAY_IMPORT = {
  [CLEAN_TEXT]: [],
  [ICE_SERVERS]: [],
  [JSON_TEXT]: [],
  [TOKEN_BUCKET]: [],
  'src/protocol.ts': [CLEAN_TEXT, ICE_SERVERS, JSON_TEXT],
  'src/call/': [...PROTOCOL],
  'src/layout/': [...PROTOCOL],
  'src/features/': [...PROTOCOL, 'src/call/', 'src/layout/'],
  'src/ui/': [...PROTOCOL, 'src/call/', 'src/layout/', 'src/features/'],
  'src/headless.ts': [...PROTOCOL, 'src/call/', 'src/layout/', 'src/features/'],
  'src/index.ts': ['src/'],
  'party/': [...PROTOCOL],
};

/** Paths that are also allowed for `import type`. */
const MAY_IMPORT_TYPES = { 'src/layout/': ['src/call/'] };

/** Inside the core: files that only the listed files may import. */
const SEEN_ONLY_BY = {
  'src/call/call.ts': [],
  'src/call/signaling.ts': ['src/call/call.ts'],
  'src/call/mesh.ts': ['src/call/call.ts'],
  'src/call/local-media.ts': ['src/call/call.ts'],
  'src/call/peer.ts': ['src/call/mesh.ts'],
  'src/call/device-keeper.ts': [
    'src/call/local-media.ts',
    'src/call/media-asides.ts',
    'src/call/lazy-chunks.ts',
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
  mrmime: ['party/site.ts'],
  node: ['party/'],
};

const within = (file, paths) =>
  paths.some((path) => file === path || (path.endsWith('/') && file.startsWith(path)));

/** `src/features/chat.ts` and `src/features/chat/log.ts` both belong to the feature `chat`. */
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
