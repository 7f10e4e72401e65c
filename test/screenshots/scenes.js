/** Plays one scene of design mode, which the address names; without one it lists them all. */

/** What stands in the attributes, and what then happens in the call. */
const scenes = {
  lobby: { demo: '3 lobby' },
  'lobby-camera': {
    demo: '3 lobby',
    play: ({ call }) => call.turnOnAll(['microphone', 'camera']),
  },
  'lobby-devices': {
    demo: '3 lobby',
    async play({ call, shadowRoot }) {
      await call.turnOnAll(['microphone', 'camera']);
      shadowRoot.querySelector('[part~=devices-button]').click();
      await until(() => shadowRoot.querySelector('video-call-devices select'));
    },
  },
  'lobby-problem': {
    demo: '3 lobby',
    async play({ call }) {
      call.failing.set('camera', 'media-denied');
      call.failing.set('microphone', 'media-none');
      await call.turnOnAll(['microphone', 'camera']);
    },
  },
  'lobby-connection': { demo: '3 lobby', play: testConnection },
  'german-connection': { demo: '3 lobby', lang: 'de', play: testConnection },
  'arabic-connection': { demo: '3 lobby', lang: 'ar', play: testConnection },
  joining: { demo: '3 lobby', play: joinSlowly },
  'joining-unreachable': {
    demo: '3 lobby',
    play(element) {
      joinSlowly(element);
      element.call.fail('server-unreachable');
    },
  },
  'call-1': { demo: '0' },
  'call-2': { demo: '1' },
  'call-3': { demo: '2' },
  'call-5': { demo: '4', play: withoutPresentation },
  'call-9': { demo: '8', play: withoutPresentation },
  muted: {
    demo: '2',
    play({ call }) {
      call.turnOff('microphone');
      call.turnOff('camera');
    },
  },
  presentation: { demo: '5' },
  'presentation-mine': { demo: '2', play: ({ call }) => call.turnOn('screen') },
  interrupted: {
    demo: '2',
    play({ call }) {
      const [first, second] = call.participants;
      call.setLink(first.id, 'interrupted');
      call.updateParticipant(second.id, { away: true });
    },
  },
  unlinked: { demo: '3 blocked' },
  'weak-links': {
    demo: '6',
    async play(element) {
      withoutPresentation(element);
      const { shadowRoot } = element;
      await until(
        () => shadowRoot.querySelectorAll('[part~=quality]:is(.fair, .poor)').length === 2,
      );
    },
  },
  reconnecting: { demo: '2', play: ({ call }) => call.setServer(false) },
  'camera-lost': { demo: '2', play: ({ call }) => call.lose('camera') },
  invite: { demo: '2', play: inviteByHand },
  left: { demo: '2', play: (element) => element.leave() },
  'lobby-locked': { demo: '3 lobby', play: ({ call }) => call.setPolicy({ locked: true }) },
  'lobby-door': { demo: '3 lobby', play: ({ call }) => call.setPolicy({ waiting: true }) },
  knocking: { demo: '3 lobby', play: knock },
  'knocking-autojoin': {
    demo: '3',
    async play(element) {
      element.leave();
      await settled(element);
      knock(element);
    },
  },
  host: { demo: '5 host' },
  'host-knocks': { demo: '3 host', play: manyKnock },
  'host-people': {
    demo: '5 host',
    async play(element) {
      const [, second, third] = element.participants;
      element.call.updateParticipant(second.id, { role: 'host' });
      element.call.updateParticipant(third.id, { role: 'viewer', sources: [] });
      manyKnock(element);
      await showPeople(element);
    },
  },
  'host-remove': {
    demo: '3 host',
    async play(element) {
      await showPeople(element);
      element.shadowRoot.querySelector('video-call-person [part~=remove]').click();
    },
  },
  'host-tile': {
    demo: '3 host',
    async play({ call, shadowRoot }) {
      call.ask('admit', 'all');
      await until(() => shadowRoot.querySelector('[part~=tile-button]'));
      shadowRoot.querySelector('[part~=tile-button]').click();
      await until(() => shadowRoot.querySelector('[part~=menu-item]'));
    },
  },
  'host-new': {
    demo: '2',
    async play(element) {
      element.call.role = 'host';
      element.call.name = 'Maya';
      await until(() => element.shadowRoot.querySelector('[part~=new-host]'));
    },
  },
  people: { demo: '5', play: showPeople },
  asked: {
    demo: '2',
    play: ({ call, participants }) => call.beAsked('mute', participants[0].id),
  },
  stopped: {
    demo: '2',
    play: ({ call, participants }) => call.beAsked('stop-screen', participants[0].id),
  },
  viewer: {
    demo: '3',
    play({ call, self }) {
      call.role = 'viewer';
      for (const source of self.sources) call.turnOff(source);
    },
  },
  removed: { demo: '2', play: ({ call }) => call.refuse('removed') },
  locked: { demo: '2', play: ({ call }) => call.refuse('locked') },
  'token-expired': { demo: '2', play: ({ call }) => call.refuse('token-expired') },
  refused: { demo: '2', play: ({ call }) => call.refuse('room-full') },
  german: { demo: '5', lang: 'de' },
  arabic: { demo: '5', lang: 'ar' },
  'arabic-lobby': { demo: '3 lobby', lang: 'ar' },
  'german-people': { demo: '4 host', lang: 'de', play: crowded },
  'arabic-people': { demo: '4 host', lang: 'ar', play: crowded },
  'german-knocks': { demo: '3 host', lang: 'de' },
  'arabic-knocks': { demo: '3 host', lang: 'ar', play: manyKnock },
  'german-asked': {
    demo: '2',
    lang: 'de',
    play: ({ call, participants }) => call.beAsked('mute', participants[0].id),
  },
  'arabic-knocking': { demo: '3 lobby', lang: 'ar', play: knock },
  'german-knocking': { demo: '3 lobby', lang: 'de', play: knock },
  'knocking-alone': { demo: '3 lobby', play: knockAlone },
  'arabic-knocking-alone': { demo: '3 lobby', lang: 'ar', play: knockAlone },
  'german-knocking-alone': { demo: '3 lobby', lang: 'de', play: knockAlone },
};

function joinSlowly(element) {
  element.call.isSlow = true;
  element.join().catch(() => {});
}

/** I wait to be let in. */
function knock(element) {
  joinSlowly(element);
  element.call.wait();
}

/** The same, and no host is in the room. */
function knockAlone(element) {
  joinSlowly(element);
  element.call.setPreview({ count: 0 });
  element.call.wait(false);
}

function manyKnock({ call }) {
  for (const name of ['Noor', 'Bartholomäus von und zu Hohenstein']) call.knock(name);
}

async function showPeople(element) {
  const { shadowRoot } = element;
  openers(element).get('more-button').click();
  await until(() => shadowRoot.querySelector('[part~=menu-item][aria-haspopup=dialog]'));
  shadowRoot.querySelector('[part~=menu-item][aria-haspopup=dialog]').click();
  await until(() => element.shadowRoot.querySelector('video-call-person'));
}

/** All that the panel of a host can hold. */
async function testConnection({ shadowRoot }) {
  await until(() => shadowRoot.querySelector('[part~=connection-button]'));
  shadowRoot.querySelector('[part~=connection-button]').click();
  await until(() => shadowRoot.querySelector('[part~=conclusion]:not(.pending)'));
}

async function crowded(element) {
  manyKnock(element);
  await showPeople(element);
  element.shadowRoot.querySelector('video-call-person [part~=remove]').click();
}

/** Where the browser neither shares nor copies. */
async function inviteByHand(element) {
  const refuse = () => Promise.reject(new DOMException('', 'NotAllowedError'));
  Object.defineProperty(navigator, 'share', { value: undefined });
  Object.defineProperty(navigator, 'clipboard', { value: { writeText: refuse } });
  openers(element).get('more-button').click();
  await settled(element);
  [...element.shadowRoot.querySelectorAll('[part~=menu-item]')]
    .find((one) => one.textContent.includes('Invite'))
    .click();
  await until(() => element.shadowRoot.querySelector('[part~=dialog]'));
}

function withoutPresentation({ call }) {
  for (const { id, sources } of call.participants) {
    if (!sources.includes('screen')) continue;
    call.updateParticipant(id, { sources: sources.filter((source) => source !== 'screen') });
  }
}

const nextFrame = () => new Promise(requestAnimationFrame);

/** Resolves when a claim about the page holds. */
async function until(claim) {
  while (!claim()) await nextFrame();
}

/** What opens a menu or a dialog, by its most telling part or, within a menu, by its words. */
function openers(element) {
  const found = new Map();
  for (const opener of element.shadowRoot.querySelectorAll('[aria-haspopup]')) {
    const parts = [...opener.part].filter((part) => !['button', 'on', 'off'].includes(part));
    const name = opener.part.contains('menu-item') ? opener.textContent.trim() : parts.at(-1);
    const key = name.toLowerCase().replaceAll(/[^a-z]+/g, '-');
    if (opener.checkVisibility() && !found.has(key)) found.set(key, opener);
  }
  return found;
}

/** Resolves when all that is to be drawn is, and nothing moves any more. */
async function settled(element) {
  const root = element.shadowRoot;
  const videos = () => [...root.querySelectorAll('video')].filter((one) => one.srcObject);
  await document.fonts.ready;
  await until(() => videos().every((video) => video.videoWidth > 0));
  // The second part is loaded by then, and every view has drawn twice; menus are loaded when one opens.
  await until(() => root.querySelectorAll(':not(:defined, video-call-overlay)').length === 0);
  for (let frames = 0; frames < 12; frames++) await nextFrame();
  await until(() => root.getAnimations().every(({ playState }) => playState !== 'running'));
}

async function play(name, opened) {
  const { demo, lang = 'en', play: act = () => {} } = scenes[name];
  document.documentElement.lang = lang;
  document.documentElement.dir = lang === 'ar' ? 'rtl' : 'ltr';
  const element = document.createElement('video-call');
  element.setAttribute('demo', demo);
  element.setAttribute('room', 'tea');
  element.setAttribute('name', lang === 'ar' ? 'مايا' : 'Maya');
  document.body.append(element);
  await until(() => element.call && (demo.includes('lobby') || element.status === 'joined'));
  await settled(element);
  await act(element);
  await settled(element);
  let known = new Map();
  for (const key of opened) {
    known = openers(element);
    openers(element).get(key)?.click();
    await settled(element);
  }
  return [...openers(element).keys()]
    .filter((key) => !known.has(key))
    .map((key) => [...opened, key]);
}

const { searchParams } = new URL(location.href);
const name = searchParams.get('scene');
globalThis.sceneNames = Object.keys(scenes);
if (name) {
  globalThis.played = play(name, searchParams.getAll('open'));
} else {
  document.body.classList.add('list');
  for (const one of Object.keys(scenes)) {
    const link = document.createElement('a');
    link.href = `?scene=${one}`;
    link.textContent = one;
    document.body.append(link, document.createElement('br'));
  }
}
