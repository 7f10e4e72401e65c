/** Interaction of hosts and participants: knocking, admission, requests, refusals, tokens. */
import { sendKeys } from '@web/test-runner-commands';
import type { Refusal } from '../../../src/protocol.js';
import { englishNotices } from '../../../src/ui/i18n/notice-words.js';
import { language as arabic } from '../../../src/ui/i18n/languages/ar.js';
import { language as german } from '../../../src/ui/i18n/languages/de.js';
import { englishPanels } from '../../../src/ui/i18n/panel-words.js';
import type { View } from '../../../src/ui/base/view.js';
import { expect, mount, mountInCall, type TestElement } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

const plain = (text: string | null) => (text ?? '').replaceAll(/[\u2066-\u2069\u00a0]/g, '').trim();
const words = englishNotices.hosting;

/** Makes announcements immediate, including pending ones. */
async function hasten(element: TestElement): Promise<TestElement> {
  const announcer = element.root.querySelector<View>('video-call-announcer')!;
  Object.assign(announcer, { pause: 0, settling: 0 });
  announcer.requestUpdate();
  await element.settled();
  return element;
}

const host = async (names: readonly string[] = [], attributes = {}) =>
  hasten(await mountInCall(names, { attributes, prepare: (call) => void (call.role = 'host') }));

/** The text of all notices over the stage, without their buttons. */
const notices = (element: TestElement) =>
  element.all('notice').map((one) => plain(one.querySelector('span')!.textContent));

async function knock(settings: Parameters<typeof mount>[0] = {}): Promise<TestElement> {
  const element = await mount({ prepare: (call) => void (call.isSlow = true), ...settings });
  await hasten(element);
  element.root.querySelector<HTMLElement>('[part~=join-button]')?.click();
  await waitUntil(() => element.status === 'joining');
  element.fake.wait();
  await element.settled();
  return element;
}

describe('a participant who asks to join', () => {
  it('sees it in the lobby, announced once, and can cancel', async () => {
    const element = await knock();
    await expect(element).to.be.accessible();
    expect(plain(element.the('join-button').textContent)).to.equal('Asking to join…');
    expect(plain(element.the('door').textContent)).to.equal(words.toldHost);
    expect(element.said).to.equal(words.toldHost);
    const region = element.root.querySelector('[role=status]')!;
    const again: string[] = [];
    const observer = new MutationObserver(() => again.push(region.textContent ?? ''));
    observer.observe(region, { childList: true, characterData: true, subtree: true });
    element.fake.setPreview({ count: 2, names: undefined });
    await element.settled();
    expect(again).to.deep.equal([]);
    observer.disconnect();
    element.the('cancel-button').click();
    await element.settled();
    expect(element.status).to.equal('idle');
    expect(element.all('door')).to.have.length(0);
  });

  for (const autojoin of [false, true]) {
    it(`learns that no host is there and that one came, once each, autojoin ${autojoin}`, async () => {
      const element = await knock({ attributes: autojoin ? { autojoin: '' } : {} });
      const region = element.root.querySelector('[role=status]')!;
      const said: string[] = [];
      const observer = new MutationObserver(() => said.push(plain(region.textContent)));
      observer.observe(region, { childList: true, characterData: true, subtree: true });
      const shown = () => plain(element.the(autojoin ? 'message-text' : 'door').textContent);
      for (const [hasHost, text] of [
        [false, words.noHost],
        [false, words.noHost],
        [true, words.toldHost],
      ] as const) {
        element.fake.wait(hasHost);
        element.fake.setPreview({ count: hasHost ? 1 : 0, names: undefined });
        await element.settled();
        expect(shown()).to.equal(text);
        await expect(element).to.be.accessible();
      }
      expect(said).to.deep.equal([words.noHost, words.toldHost]);
      observer.disconnect();
    });
  }

  it('sees it without a lobby', async () => {
    const element = await knock({ attributes: { autojoin: '' } });
    expect(plain(element.the('heading').textContent)).to.equal('Asking to join…');
    expect(plain(element.the('message-text').textContent)).to.equal(words.toldHost);
    expect(element.said).to.equal(words.toldHost);
    await expect(element).to.be.accessible();
    element.the('message-button').click();
    expect(element.status).to.equal('idle');
  });

  it('joins when a host admits them, or learns that they were declined', async () => {
    const element = await knock();
    element.fake.admit();
    await element.settled();
    expect(element.status).to.equal('joined');
    expect(element.all('toolbar')).to.have.length(1);
    const other = await knock();
    other.fake.refuse('denied');
    await other.settled();
    expect(plain(other.the('heading').textContent)).to.equal('Your request to join was declined');
  });

  it('learns before joining that the room is locked or has a waiting room', async () => {
    const element = await hasten(await mount());
    expect(element.all('door')).to.have.length(0);
    element.fake.setPolicy({ waiting: true });
    await element.settled();
    expect(plain(element.the('waiting').textContent)).to.equal(words.hasDoor);
    expect(element.said).to.equal(words.hasDoor);
    element.fake.setPolicy({ locked: true });
    await element.settled();
    expect(plain(element.the('locked').textContent)).to.equal(words.locked);
    expect(element.said).to.equal(words.locked);
  });
});

describe('a host with requests to join', () => {
  it('sees and hears who asks to join, and admits them', async () => {
    const element = await host(['Ana']);
    const id = element.fake.knock('Ben');
    await element.settled();
    expect(notices(element)).to.deep.equal(['Ben wants to join']);
    expect(plain(element.said)).to.equal('Ben wants to join');
    expect(element.shouted).to.equal('');
    expect(element.the('badge').textContent).to.equal('1');
    expect(element.the('people-button').ariaLabel).to.equal('Participants, 1 waiting');
    await expect(element).to.be.accessible();
    element.the('admit-button').click();
    await element.settled();
    expect(element.fake.asked).to.include(`ask admit ${id}`);
    expect(notices(element)).to.deep.equal([]);
    expect(element.all('badge')).to.have.length(0);
    expect(element.participants.map(({ name }) => name)).to.include('Ben');
  });

  it('denies a request by keyboard, and keeps the focus', async () => {
    const element = await host(['Ana']);
    const id = element.fake.knock('Ben');
    await element.settled();
    element.the('refuse-button').focus();
    await sendKeys({ press: 'Enter' });
    await element.settled();
    expect(element.fake.asked).to.include(`ask deny ${id}`);
    expect(element.root.activeElement === element.the('base')).to.equal(true);
  });

  it('admits several at once, or views them first', async () => {
    const element = await host(['Ana']);
    for (const name of ['Ben', 'Chi', 'Dan']) element.fake.knock(name);
    await element.settled();
    expect(notices(element)).to.deep.equal(['3 people want to join']);
    expect(plain(element.said)).to.equal('Ben, Chi, and Dan want to join');
    element.the('show-button').focus();
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => element.root.querySelectorAll('video-call-knocker').length === 3);
    await sendKeys({ press: 'Escape' });
    await element.settled();
    expect(element.root.activeElement === element.the('show-button')).to.equal(true);
    element.the('admit-button').click();
    await element.settled();
    expect(element.fake.asked).to.include('ask admit all');
    expect(element.participants).to.have.length(5);
  });

  it('admits one without accidentally admitting all', async () => {
    const element = await host(['Ana']);
    element.fake.knock('Ben');
    await element.settled();
    const button = element.the('admit-button');
    element.fake.knock('Mallory');
    await element.settled();
    expect(button.isConnected).to.equal(false);
  });

  it('dismisses the notice until another request', async () => {
    const element = await host(['Ana']);
    const ben = element.fake.knock('Ben');
    await element.settled();
    element.the('dismiss-button').click();
    await element.settled();
    expect(notices(element)).to.deep.equal([]);
    expect(element.the('badge').textContent, 'they still wait').to.equal('1');
    element.fake.knock('Chi');
    await element.settled();
    expect(notices(element)).to.deep.equal(['2 people want to join']);
    expect(plain(element.said)).to.equal('Chi wants to join');
    element.fake.ask('deny', ben);
    await element.settled();
    expect(notices(element)).to.deep.equal(['Chi wants to join']);
  });

  it('can deny all if the page removes the people panel', async () => {
    const element = await host(['Ana'], { controlslist: 'nopeople' });
    element.fake.knock('Ben');
    element.fake.knock('Chi');
    await element.settled();
    expect(element.all('show-button')).to.have.length(0);
    element.the('refuse-button').click();
    expect(element.fake.asked).to.include('ask deny all');
  });

  it('is the only one to be notified', async () => {
    const element = await hasten(await mountInCall(['Ana']));
    element.fake.knock('Ben');
    await element.settled();
    expect(notices(element)).to.deep.equal([]);
    expect(element.said).not.to.contain('Ben');
  });
});

describe('a participant asked by a host', () => {
  it('to mute can accept or dismiss', async () => {
    const element = await hasten(await mountInCall(['Ana']));
    const ana = element.participants[1]!.id;
    element.fake.beAsked('mute', ana);
    await element.settled();
    expect(notices(element)).to.deep.equal(['Ana asked you to mute']);
    expect(plain(element.said)).to.equal('Ana asked you to mute');
    expect(element.fake.sourceState('microphone').status, 'it is only asked').to.equal('on');
    await expect(element).to.be.accessible();
    element.the('dismiss-button').click();
    await element.settled();
    expect(notices(element)).to.deep.equal([]);
    element.fake.beAsked('mute', ana);
    await element.settled();
    element.the('mute-button').click();
    await element.settled();
    expect(element.fake.sourceState('microphone').status).to.equal('off');
    expect(notices(element)).to.deep.equal([]);
    expect(plain(element.said)).to.equal('Microphone off');
  });

  it('to mute sees one request, even if repeated, until accepted', async () => {
    const element = await hasten(await mountInCall(['Ana']));
    const ana = element.participants[1]!.id;
    for (let times = 0; times < 3; times += 1) element.fake.beAsked('mute', ana);
    await element.settled();
    expect(plain(element.said)).to.equal('Ana asked you to mute');
    expect(notices(element)).to.have.length(1);
    element.turnOff('microphone');
    await element.settled();
    expect(notices(element)).to.deep.equal([]);
    element.fake.beAsked('mute', ana);
    await element.settled();
    expect(notices(element), 'there is nothing to ask for').to.deep.equal([]);
  });

  it('sees “a host” for one who has left', async () => {
    const element = await hasten(await mountInCall(['Ana']));
    element.fake.beAsked('mute', 1);
    await element.settled();
    expect(notices(element)).to.deep.equal(['A host asked you to mute']);
  });

  it('to stop sharing learns who stopped it, instead of that it stopped', async () => {
    const element = await hasten(await mountInCall(['Ana']));
    await element.turnOn('screen');
    await element.settled();
    element.fake.beAsked('stop-screen', element.participants[1]!.id);
    await element.settled();
    expect(notices(element)).to.deep.equal(['Ana stopped your screen sharing']);
    expect(plain(element.said)).to.equal('Ana stopped your screen sharing');
    await element.turnOn('screen');
    await element.settled();
    expect(notices(element)).to.deep.equal([]);
  });
});

describe('a refusal', () => {
  it('offers to try again if that may help', async () => {
    const offers = async (refusal: Refusal, provider?: () => Promise<string>) => {
      const element = await mountInCall();
      element.tokenProvider = provider;
      element.fake.refuse(refusal);
      await element.settled();
      expect(plain(element.the('heading').textContent), refusal).to.equal(
        englishNotices.failures[refusal].title,
      );
      return element.all('message-button').map(({ textContent }) => plain(textContent))[0];
    };
    for (const refusal of ['room-full', 'locked', 'denied', 'closed', 'too-fast'] as const) {
      expect(await offers(refusal), refusal).to.equal('Try again');
    }
    for (const refusal of ['removed', 'token-missing', 'token-expired', 'token-room'] as const) {
      expect(await offers(refusal), refusal).to.equal(undefined);
    }
    expect(await offers('token-expired', async () => 'another')).to.equal('Try again');
  });
});

describe('a token', () => {
  it('is sent on joining, and its replacement is sent to the room', async () => {
    const element = await mount({ attributes: { token: 'one' } });
    expect(element.options[0]!.token).to.equal('one');
    await element.join();
    element.setAttribute('token', 'two');
    await element.settled();
    expect(element.fake.asked).to.include('token two');
    expect(element.calls).to.have.length(1);
    element.removeAttribute('token');
    await element.settled();
    expect(element.fake.asked.filter((one) => one.startsWith('token'))).to.have.length(1);
    const other = await mount();
    expect(other.options[0]!.token).to.equal('');
    const { tokenProvider } = other.options[0]!;
    expect(await tokenProvider!()).to.equal(undefined);
    other.tokenProvider = async () => 'more';
    expect(await tokenProvider!(), 'also one that comes later').to.equal('more');
  });

  it('that expires soon is reported to the page only', async () => {
    const element = await mountInCall();
    const events: Event[] = [];
    element.addEventListener('token-expiring', (event) => events.push(event));
    element.fake.expire();
    expect(events).to.have.length(1);
    expect(events[0]!.bubbles).to.equal(false);
    expect(events[0]!.composed).to.equal(true);
  });
});

describe('the texts for hosts', () => {
  /** The keys of all texts, including those in groups; functions are named with their number of parameters. */
  const names = (group: object): string[] =>
    Object.entries(group).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null
        ? names(value).map((inner) => `${name}.${inner}`)
        : `${name} ${typeof value}`,
    );

  for (const { lang, notices, panels } of [german, arabic]) {
    it(`are all there in ${lang}`, () => {
      expect(names(notices)).to.deep.equal(names(englishNotices));
      expect(names(panels)).to.deep.equal(names(englishPanels));
    });
  }
});
