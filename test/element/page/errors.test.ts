/** Errors are reported in text, each with a solution. */
import type { Refusal } from '../../../src/index.js';
import { duration } from '../../../src/ui/i18n/duration.js';
import { expect, mount, mountInCall } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

describe('a problem during a call', () => {
  it('is shown once, can be dismissed, and the focus stays inside', async () => {
    const element = await mountInCall(['Ana']);
    element.fake.lose('camera');
    await element.settled();
    const notice = element.the('notice');
    expect(notice.textContent).to.contain('Lost the connection to your camera.');
    await expect(element).to.be.accessible();
    element.the('dismiss-button').focus();
    element.the('dismiss-button').click();
    await element.settled();
    expect(element.all('notice')).to.have.length(0);
    expect(element.root.activeElement).to.equal(element.the('base'));
  });

  it('disappears when the device is turned on again, without rejoining', async () => {
    const element = await mountInCall(['Ana']);
    element.fake.lose('camera');
    await element.settled();
    element.the('camera-button').click();
    await element.settled();
    expect(element.all('notice')).to.have.length(0);
    expect(element.self?.sources).to.include('camera');
    expect(element.fake.asked.filter((what) => what === 'join')).to.have.length(1);
  });

  it('is shown for what failed while joining without a lobby', async () => {
    const element = await mount({
      attributes: { autojoin: '' },
      prepare: (call) => call.failing.set('camera', 'media-none').set('microphone', 'media-none'),
    });
    await element.settled();
    expect(element.status).to.equal('joined');
    expect(element.all('notice')).to.have.length(1);
    expect(element.the('notice').textContent).to.contain(
      'Couldn’t find your microphone and camera.',
    );
  });

  it('can be retried from its notice', async () => {
    const element = await mountInCall(['Ana']);
    element.fake.lose('camera');
    await element.settled();
    element.the('try-again-button').click();
    await element.settled();
    expect(element.all('notice')).to.have.length(0);
    expect(element.fake.sourceState('camera').status).to.equal('on');
    expect(element.root.activeElement).to.equal(element.the('base'));
  });

  it('can be resumed with a tap if the system took the device', async () => {
    const element = await mountInCall(['Ana']);
    element.fake.failing.set('camera', 'media-interrupted');
    await element.fake.turnOnAll(['camera']);
    await element.settled();
    await expect(element).to.be.accessible();
    expect(element.the('resume-button').textContent?.trim()).to.equal('Resume');
    element.fake.failing.clear();
    element.the('resume-button').click();
    await element.settled();
    expect(element.all('notice')).to.have.length(0);
    expect(element.fake.sourceState('camera').status).to.equal('on');
  });

  it('is not shown if the user closed the screen picker', async () => {
    const element = await mountInCall(['Ana']);
    element.the('screen-button').click();
    element.turnOff('screen');
    await element.settled();
    expect(element.all('notice')).to.have.length(0);
  });
});

describe('a call at its smallest', () => {
  it('keeps the toolbar and the dismiss button within reach', async () => {
    const element = await mountInCall(['Ana'], { width: 160, height: 120 });
    element.fake.lose('camera');
    await element.settled();
    await expect(element).to.be.accessible();
    const toolbar = element.the('toolbar').getBoundingClientRect();
    const dismiss = element.the('dismiss-button').getBoundingClientRect();
    expect(element.the('notice').getBoundingClientRect().width).to.be.at.most(160);
    expect(dismiss.right).to.be.at.most(element.getBoundingClientRect().right);
    expect(element.root.querySelector('.notices')!.getBoundingClientRect().bottom).to.be.at.most(
      toolbar.top + 1,
    );
  });
});

describe('a lost server', () => {
  it('is shown while the call continues, until it is back', async () => {
    const element = await mountInCall(['Ana']);
    element.fake.setServer(false);
    await element.settled();
    expect(element.the('reconnecting').textContent).to.contain('Server connection lost.');
    expect(element.all('tile')).to.have.length(2);
    await expect(element).to.be.accessible();
    element.fake.setServer(true);
    await element.settled();
    expect(element.all('reconnecting')).to.have.length(0);
  });
});

describe('a server of another version', () => {
  const due = 'The call service was updated. Your call continues. Reload the page when you can.';

  it('asks for a reload while the call continues, replacing an earlier notice', async () => {
    const element = await mountInCall(['Ana']);
    element.fake.setServer(false);
    const isLost = () => element.shouted.startsWith('Server connection lost.');
    await waitUntil(isLost, 'the server is lost');
    element.fake.setServer(false, true);
    await element.settled();
    expect(element.the('reconnecting').textContent?.trim()).to.equal(due);
    expect(element.all('reconnecting')).to.have.length(1);
    expect(element.all('tile')).to.have.length(2);
    await waitUntil(() => element.shouted === due, 'a reload is due');
    await expect(element).to.be.accessible();
    element.fake.setServer(true);
    await element.settled();
    expect(element.all('reconnecting')).to.have.length(0);
  });

  it('says so in German and in Arabic', async () => {
    for (const lang of ['de', 'ar']) {
      const element = await mountInCall(['Ana']);
      element.lang = lang;
      element.fake.setServer(false, true);
      const text = () => element.the('reconnecting').textContent?.trim() ?? '';
      await waitUntil(() => element.all('reconnecting').length === 1 && text() !== due);
      expect(text()).to.contain(lang === 'de' ? 'Laden Sie die Seite neu' : 'أعد تحميل الصفحة');
    }
  });
});

describe('an internal error while joining', () => {
  it('leads back to the lobby, which shows it and lets the user join again', async () => {
    const element = await mount();
    element.fake.joinFailure = 'internal-error';
    const reasons: string[] = [];
    element.addEventListener('call-error', ({ detail }) => reasons.push(detail.reason));
    element.the('join-button').click();
    await element.settled();
    expect(element.text).to.contain('Something went wrong');
    expect(reasons).to.deep.equal(['internal-error']);
    await expect(element).to.be.accessible();
    element.fake.joinFailure = undefined;
    element.the('join-button').click();
    await element.settled();
    expect(element.status).to.equal('joined');
  });
});

describe('a selected device that is missing', () => {
  it('is named while another one is used, announced once, until dismissed', async () => {
    const element = await mountInCall(['Ana']);
    const text = 'Desk isn’t connected. Using another microphone.';
    element.fake.missing.set('microphone', 'Desk');
    element.fake.arrive('Ben');
    await element.settled();
    const plain = (words: string) => words.replace(/[\u2068\u2069]/g, '');
    expect(plain(element.the('substitute').innerText.trim())).to.equal(text);
    await waitUntil(() => plain(element.said).includes(text), 'it is said');
    await expect(element).to.be.accessible();
    element.turnOff('microphone');
    await element.settled();
    expect(element.all('substitute')).to.have.length(0);
    await element.turnOn('microphone');
    await element.settled();
    element.the('dismiss-button').click();
    await element.settled();
    expect(element.all('substitute')).to.have.length(0);
    expect(element.fake.sourceState('microphone').status).to.equal('on');
  });
});

describe('invalid settings', () => {
  it('are named in the lobby, and don’t prevent joining', async () => {
    const element = await mount();
    for (const [reason, text] of [
      ['ice-servers-invalid', 'iceServers'],
      ['ice-transport-policy-invalid', 'ice-transport-policy'],
      ['token-unavailable', 'invitation'],
    ] as const) {
      element.fake.fail(reason);
      await element.settled();
      expect(element.the('problem').textContent).to.contain(text);
    }
    element.the('join-button').click();
    await element.settled();
    expect(element.status).to.equal('joined');
  });
});

describe('a refusal', () => {
  for (const [reason, sentence, button] of [
    ['room-full', 'The room is full', 'Try again'],
    ['version', 'This page is out of date', 'Try again'],
    ['invalid', 'The call server can’t understand this page', 'Try again'],
    ['replaced', 'You joined from another tab', 'Join here'],
  ] as const satisfies readonly (readonly [Refusal, string, string])[]) {
    it(`explains ${reason} and offers a way back`, async () => {
      const element = await mountInCall(['Ana']);
      element.fake.refuse(reason);
      await element.settled();
      expect(element.the('message').textContent).to.contain(sentence);
      expect(element.the('message').part.contains(reason)).to.equal(true);
      await expect(element).to.be.accessible();
      expect(element.the('message-button').textContent?.trim()).to.equal(button);
      element.the('message-button').click();
      await element.settled();
      expect(element.status).to.equal('joined');
    });
  }

  it('stays visible at 160 by 120 pixels', async () => {
    const element = await mountInCall(['Ana'], { width: 160, height: 120 });
    element.fake.refuse('replaced');
    await element.settled();
    const button = element.the('message-button').getBoundingClientRect();
    expect(button.bottom).to.be.at.most(element.getBoundingClientRect().bottom);
  });
});

describe('leaving and failing', () => {
  it('clears an old refusal on the next attempt', async () => {
    const element = await mount({ prepare: (call) => (call.isSlow = true) });
    element.join().catch(() => {});
    element.fake.refuse('room-full');
    await element.settled();
    expect(element.the('heading').textContent).to.equal('The room is full');
    element.the('message-button').click();
    await element.settled();
    expect(element.status).to.equal('joining');
    expect(element.the('heading').textContent).not.to.contain('full');
  });

  it('announces that the server can’t be reached, without a lobby', async () => {
    const element = await mount({
      attributes: { autojoin: '' },
      prepare: (call) => (call.isSlow = true),
    });
    await element.settled();
    element.fake.fail('server-unreachable');
    await element.settled();
    await waitUntil(() => element.shouted.startsWith('Can’t reach the call server'));
  });

  it('shows how long the call lasted, and offers to rejoin', async () => {
    const element = await mountInCall(['Ana']);
    element.leave();
    await element.settled();
    expect(element.the('heading').textContent).to.equal('You left the call');
    expect(element.the('message-text').textContent).to.equal('The call lasted 1 second.');
    await expect(element).to.be.accessible();
    element.the('message-button').click();
    await element.settled();
    expect(element.status).to.equal('joined');
  });

  it('counts in the units and with the plurals of a language', () => {
    expect(duration(59_000, 'en')).to.equal('59 seconds');
    expect(duration(61_000, 'en')).to.equal('1 minute');
    expect(duration(7_320_000, 'en')).to.equal('2 hours 2 minutes');
    expect(duration(7_260_000, 'de')).to.equal('2 Stunden, 1 Minute');
    expect(duration(120_000, 'ar')).to.equal('دقيقتان');
  });
});

describe('talking with the microphone off', () => {
  it('is shown once, can be dismissed, and is shown again after it was on', async () => {
    const element = await mountInCall(['Ana']);
    element.turnOff('microphone');
    element.fake.setLevel('self', 0.1);
    const isShown = (count: number) => () => element.all('unheard').length === count;
    await waitUntil(isShown(1), 'one is told');
    await expect(element).to.be.accessible();
    expect(element.the('unheard').textContent).to.contain('You’re muted');
    expect(element.shouted).to.equal('You’re muted');
    element.the('dismiss-button').click();
    await element.settled();
    expect(element.all('unheard')).to.have.length(0);
    expect(element.root.activeElement).to.equal(element.the('base'));
    await element.turnOn('microphone');
    element.turnOff('microphone');
    await waitUntil(isShown(1), 'one is told again');
    element.the('notice-button').click();
    await waitUntil(isShown(0));
    expect(element.fake.sourceState('microphone').status).to.equal('on');
  });

  it('is shown in the lobby too', async () => {
    const element = await mount();
    element.fake.want('microphone', false);
    element.fake.setLevel('self', 0.1);
    await waitUntil(() => element.all('unheard').length === 1, 'one is told');
    await expect(element).to.be.accessible();
    element.the('notice-button').click();
    await waitUntil(() => element.all('unheard').length === 0);
    expect(element.root.activeElement).to.equal(element.the('microphone-switch'));
  });
});

describe('a browser without WebRTC', () => {
  it('gets an explanation, and no request for devices', async () => {
    const { RTCPeerConnection } = globalThis;
    Reflect.deleteProperty(globalThis, 'RTCPeerConnection');
    try {
      const element = await mount();
      expect(element.text).to.contain('This browser doesn’t support calls');
      expect(element.calls).to.have.length(0);
      await expect(element).to.be.accessible();
      const error = await element.join().catch((reason: unknown) => reason);
      expect(error).to.have.property('reason', 'unsupported');
    } finally {
      Object.assign(globalThis, { RTCPeerConnection });
    }
  });
});
