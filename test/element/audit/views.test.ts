/** The accessibility audit of every view in every state, light and dark, small and large, LTR and RTL. */
import type { MediaReason } from '../../../src/call/call-error.js';
import { REFUSALS } from '../../../src/protocol.js';
import { expect, mount, mountInCall, type TestElement } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

type Settings = NonNullable<Parameters<typeof mount>[0]>;
type View = (settings: Settings) => Promise<TestElement>;

/** The settings to audit each view in: most problems occur in only one of them. */
const SETTINGS: Readonly<Record<string, Settings & { readonly scheme: 'light' | 'dark' }>> = {
  'light on a phone': { width: 360, height: 640, scheme: 'light' },
  'dark and tiny, in German': {
    width: 160,
    height: 120,
    scheme: 'dark',
    attributes: { lang: 'de' },
  },
  'light and wide, in Arabic': {
    width: 900,
    height: 500,
    scheme: 'light',
    attributes: { lang: 'ar' },
  },
};

const MEDIA_REASONS: readonly MediaReason[] = [
  'media-denied',
  'media-dismissed',
  'media-blocked-by-page',
  'media-blocked-by-system',
  'media-none',
  'media-busy',
  'media-constraint',
  'media-lost',
  'media-interrupted',
  'media-insecure',
  'media-unsupported',
];

/** With participants in various states, and with a presentation. */
async function inCompany(settings: Settings): Promise<TestElement> {
  const element = await mountInCall(['Ana', 'Ben', 'ليلى', 'Dan'], settings);
  const [ana, ben, , dan] = element.participants.filter((one) => one !== element.self);
  element.fake.updateParticipant(ana!.id, { sources: ['screen'] });
  element.fake.setLink(ben!.id, 'interrupted');
  element.fake.updateParticipant(dan!.id, { away: true });
  await element.settled();
  return element;
}

const lobby: View = (settings) => mount(settings);

const views: Record<string, View> = {
  lobby,
  async 'lobby with its devices'(settings) {
    const element = await lobby(settings);
    element.fake.plug('camera', ['Front', 'Back']);
    await element.fake.turnOnAll(['microphone', 'camera']);
    element.root.querySelector<HTMLElement>('[part~=devices-button]')!.click();
    await waitUntil(() => element.all('devices').length);
    return element;
  },
  async 'way in'(settings) {
    const element = await mount({ ...settings, prepare: (call) => (call.isSlow = true) });
    element.the('join-button').click();
    return element;
  },
  'empty room': (settings) => mountInCall([], settings),
  pair: (settings) => mountInCall(['Ana'], settings),
  company: inCompany,
  async 'company without me'(settings) {
    const element = await inCompany(settings);
    for (const source of ['microphone', 'camera'] as const) element.turnOff(source);
    await element.turnOn('screen');
    return element;
  },
  async 'lost server'(settings) {
    const element = await inCompany(settings);
    element.fake.setServer(false);
    return element;
  },
  async end(settings) {
    const element = await mountInCall(['Ana'], settings);
    element.leave();
    return element;
  },
  async 'missing room'(settings) {
    const element = await mount(settings);
    element.room = '';
    return element;
  },
};

for (const reason of MEDIA_REASONS) {
  views[`lobby with ${reason}`] = async (settings) => {
    const element = await lobby(settings);
    element.fake.failing.set('camera', reason).set('microphone', reason);
    await element.fake.turnOnAll(['microphone', 'camera']);
    return element;
  };
}
for (const refusal of REFUSALS) {
  views[`refusal: ${refusal}`] = async (settings) => {
    const element = await mountInCall([], settings);
    element.fake.refuse(refusal);
    return element;
  };
}
views['call with two lost devices'] = async (settings) => {
  const element = await mountInCall(['Ana'], settings);
  element.fake.lose('camera');
  element.fake.lose('microphone');
  return element;
};
for (const opener of ['more-button', 'microphone-devices', 'camera-devices', 'tile-button']) {
  views[`menu of ${opener}`] = async (settings) => {
    const element = await mountInCall(['Ana'], {
      ...settings,
      prepare(call) {
        call.plug('microphone', ['Built-in', 'Headset']);
        call.plug('camera', ['Front', 'Back']);
      },
    });
    await waitUntil(() => element.all(opener).length);
    element.the(opener).click();
    await waitUntil(() => element.all('menu').length);
    return element;
  };
}
for (const index of [0, 1, 2, 3]) {
  views[`what the menu opens, number ${index + 1}`] = async (settings) => {
    const element = await views['menu of more-button']!(settings);
    const openers = [...element.root.querySelectorAll<HTMLElement>('.item[aria-haspopup]')];
    openers.at(index - 4)!.click();
    await waitUntil(() => element.all('dialog').length || element.all('choice').length);
    return element;
  };
}

for (const policy of [{ locked: true }, { waiting: true }]) {
  views[`lobby of a room that is ${Object.keys(policy)}`] = async (settings) => {
    const element = await lobby(settings);
    element.fake.setPolicy(policy);
    return element;
  };
}
for (const attributes of [{}, { autojoin: '' }]) {
  views[`waiting to be let in${'autojoin' in attributes ? ' at once' : ''}`] = async (settings) => {
    const element = await mount({
      ...settings,
      prepare: (call) => (call.isSlow = true),
      attributes: { ...settings.attributes, ...attributes },
    });
    element.root.querySelector<HTMLElement>('[part~=join-button]')?.click();
    await waitUntil(() => element.status === 'joining');
    element.fake.wait();
    return element;
  };
}

/** A host with all kinds of participants, and some who are knocking. */
async function hosting(settings: Settings, knocking = 1): Promise<TestElement> {
  const element = await mountInCall(['Ana', 'Ben', 'ليلى'], {
    ...settings,
    prepare: (call) => (call.role = 'host'),
  });
  const [ana, ben] = element.participants.filter((one) => one !== element.self);
  element.fake.updateParticipant(ana!.id, { role: 'viewer', sources: [] });
  element.fake.updateParticipant(ben!.id, { sources: ['microphone', 'screen'], away: true });
  for (const name of ['Noor', 'Omar'].slice(0, knocking)) element.fake.knock(name);
  await element.settled();
  return element;
}

for (const count of [0, 1, 2]) {
  views[`host while ${count} knock`] = (settings) => hosting(settings, count);
}
views['people of a host'] = async (settings) => {
  const element = await hosting(settings, 2);
  const anchor = element.the('more-button');
  const detail = { anchor, dialog: 'people' };
  anchor.dispatchEvent(new CustomEvent('ask-dialog', { detail, bubbles: true }));
  await waitUntil(() => element.all('person-action').length);
  return element;
};
views['people of a host who is to remove one'] = async (settings) => {
  const element = await views['people of a host']!(settings);
  element.root.querySelector<HTMLElement>('[part~=person-action][part~=remove]')!.click();
  await waitUntil(() => element.all('removal').length);
  return element;
};
views['removal'] = async (settings) => {
  const element = await hosting(settings);
  const anchor = element.the('more-button');
  const detail = { anchor, dialog: 'remove', id: element.participants[1]!.id };
  anchor.dispatchEvent(new CustomEvent('ask-dialog', { detail, bubbles: true }));
  await waitUntil(() => element.all('removal').length);
  return element;
};
views['menu of a tile of a host'] = async (settings) => {
  const element = await hosting(settings);
  await waitUntil(() => element.all('tile-button').length);
  element.the('tile-button').click();
  await waitUntil(() => element.all('menu').length);
  return element;
};
for (const action of ['mute', 'stop-screen'] as const) {
  views[`asked: ${action}`] = async (settings) => {
    const element = await mountInCall(['Ana'], settings);
    element.fake.beAsked(action, element.participants[1]!.id);
    return element;
  };
}
views['new host'] = async (settings) => {
  const element = await mountInCall(['Ana'], settings);
  element.fake.updateParticipant(element.self!.id, { role: 'host' });
  return element;
};
views['viewer'] = (settings) =>
  mountInCall(['Ana'], { ...settings, prepare: (call) => (call.role = 'viewer') });

for (const [name, { scheme, ...settings }] of Object.entries(SETTINGS)) {
  describe(`every view is accessible, ${name}`, () => {
    for (const [view, show] of Object.entries(views)) {
      it(view, async () => {
        const element = await show(settings);
        element.style.colorScheme = scheme;
        await element.settled();
        await expect(element).to.be.accessible();
      });
    }
  });
}
