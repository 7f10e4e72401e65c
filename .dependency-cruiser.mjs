/** Which files may import which, type-only imports included: no circles, one direction between the layers. */

/** Shared by browser and server. */
const SHARED = '^src/(protocol|clean-text|ice-servers|json|token-bucket)\\.ts$';
const OWN = '^(src|party)/';
/** What `Call` and `RoomSession` consist of. */
const PARTS =
  'signaling/signaling|link/mesh|media/local-media|channels/channel-registry|join-flow|page-tokens|roster-view|own-profile|profile-publisher';
/** What `Mesh` consists of, and `Peer`. */
const MESH_PARTS = 'link/(prepared-link|mesh-limits|lazy-diagnosis)';
const PEER_PARTS = 'link/(negotiation|lanes|liveness|stats-reader)|channels/link-channels';

/**
 * A layer may import its own files, and those listed.
 * @param {string} name
 * @param {string} from
 * @param {string[]} allowed
 * @param {object} [to] Further conditions for what is forbidden.
 */
const layer = (name, from, allowed, to = {}) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: OWN, pathNot: [from, ...allowed], ...to },
});

/**
 * A package may only be imported in the listed places.
 * @param {string} name
 * @param {string} homes
 */
const home = (name, homes) => ({
  name: `${name.replace('@', '')}-only-at-home`,
  severity: 'error',
  from: { path: OWN, pathNot: homes },
  to: { path: `node_modules/${name}/` },
});

/**
 * Inside the core: only the listed files may import a file.
 * @param {string} file
 * @param {string} importers
 */
const part = (file, importers) => ({
  name: `${file}-is-a-part`,
  severity: 'error',
  from: { path: '^src/call/', pathNot: `^src/call/(${importers})\\.ts$` },
  to: { path: `^src/call/${file}\\.ts$` },
});

/** The folders of `ui` in their order: each may import itself and those before it; those in one row are independent. */
const UI_GROUPS = [
  ['i18n'],
  ['dom'],
  ['base'],
  ['people', 'toolbar', 'notices', 'diagnostics'],
  ['stage'],
  ['picture-in-picture'],
  ['overlay'],
  ['lobby'],
  ['element'],
];
const inUi = (groups) => `^src/ui/(${groups.join('|')})/`;
const uiGroups = UI_GROUPS.flatMap((row, index) =>
  row.map((group) => ({
    name: `ui-${group}`,
    severity: 'error',
    from: { path: inUi([group]) },
    to: { path: '^src/ui/', pathNot: inUi([group, ...UI_GROUPS.slice(0, index).flat()]) },
  })),
);

export default {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    layer('shared-files-stand-alone', '^src/(clean-text|ice-servers|json|token-bucket)\\.ts$', []),
    layer('protocol', '^src/protocol\\.ts$', ['^src/(clean-text|ice-servers|json)\\.ts$']),
    layer('call', '^src/call/', [SHARED]),
    layer('call-base', '^src/call/base/', [SHARED, '^src/call/platform\\.ts$']),
    layer('layout', '^src/layout/', [SHARED], { dependencyTypesNot: ['type-only'] }),
    layer('layout-types', '^src/layout/', [SHARED, '^src/call/']),
    layer('features', '^src/features/', [SHARED, '^src/(call|layout)/']),
    layer('ui', '^src/ui/', [SHARED, '^src/(call|layout|features)/']),
    layer('entries', '^src/(headless|public-types)\\.ts$', [
      SHARED,
      '^src/(call|layout|features)/',
    ]),
    ...uiGroups,
    layer('index', '^src/index\\.ts$', ['^src/']),
    layer('party', '^party/', [SHARED]),
    layer('party-base', '^party/base/', [SHARED]),
    layer('ice', '^party/ice/', [SHARED, '^party/base/']),
    layer('room', '^party/room/', [SHARED, '^party/(base|ice)/']),
    layer('gateway', '^party/gateway/', [SHARED, '^party/(base|ice|room)/']),
    {
      name: 'no-feature-imports-another',
      severity: 'error',
      // `src/features/chat.ts` and `src/features/chat/log.ts` both belong to the feature `chat`.
      from: { path: '^src/features/([^/.]+)' },
      to: { path: '^src/features/', pathNot: '^src/features/$1[/.]' },
    },
    {
      name: 'parts-of-a-call-are-independent',
      severity: 'error',
      from: { path: `^src/call/(${PARTS})\\.ts$` },
      to: { path: `^src/call/(call|room-session|${PARTS})\\.ts$` },
    },
    {
      name: 'parts-of-a-link-are-independent',
      severity: 'error',
      from: { path: `^src/call/(${PEER_PARTS})\\.ts$` },
      to: { path: `^src/call/(link/mesh|link/peer|${MESH_PARTS}|${PEER_PARTS})\\.ts$` },
    },
    {
      name: 'parts-of-a-mesh-are-independent',
      severity: 'error',
      from: { path: `^src/call/${MESH_PARTS}\\.ts$` },
      to: { path: `^src/call/(link/mesh|${MESH_PARTS}|${PEER_PARTS})\\.ts$` },
    },
    part('call', 'call'),
    part('(room-session|media/local-media)', 'call'),
    part('(signaling/signaling|link/mesh|profile-publisher)', 'room-session'),
    part(`(${MESH_PARTS})`, 'link/mesh'),
    part('link/peer', 'link/(mesh|prepared-link)'),
    part(`(${PEER_PARTS})`, 'link/peer'),
    part('link/candidate-sender', 'link/negotiation'),
    part('media/device-recovery', 'media/(local-media|active-media)'),
    part('media/media-capture', 'media/(local-media|device-recovery)'),
    part('media/devices', 'media/(local-media|device-recovery|list-devices)'),
    home('lit', '^src/(ui/|index\\.ts)'),
    home('lucide', '^src/ui/'),
    home('partysocket', '^src/call/browser/browser-platform\\.ts$'),
    home('partykit', '^party/runtimes/partykit(-directory)?\\.ts$'),
    home('partyserver', '^party/runtimes/worker\\.ts$'),
    home('mrmime', '^party/runtimes/site\\.ts$'),
    {
      name: 'no-node-in-browsers',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'everything-is-found',
      severity: 'error',
      from: { path: OWN },
      to: { couldNotResolve: true, pathNot: '^(cloudflare:|partykit/)' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['browser', 'import', 'types', 'default'],
    },
  },
};
