/** The connection test in the lobby: what opens it, what it shows, and what it lets the user copy. */
import { sendKeys } from '@web/test-runner-commands';
import { englishConnection } from '../../../src/ui/i18n/connection-words.js';
import { words as german } from '../../../src/ui/i18n/languages/connection-de.js';
import type { View } from '../../../src/ui/base/view.js';
import { expect, mount, type TestElement } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

const words = englishConnection.connectionTest;
const press = (key: string) => sendKeys({ press: key });
const focused = (element: TestElement) => element.root.activeElement;

// The first test to open it would otherwise wait for the import.
before(() =>
  Promise.all([
    import('../../../src/ui/overlay/panels.js'),
    import('../../../src/ui/diagnostics/connection.js'),
  ]),
);

/** A lobby in design mode, where the connection test is simulated. */
async function lobby(settings: Parameters<typeof mount>[0] = {}): Promise<TestElement> {
  const attributes = { demo: '3 lobby', ...settings.attributes };
  const element = await mount({ ...settings, attributes });
  const announcer = element.root.querySelector<View>('video-call-announcer')!;
  Object.assign(announcer, { pause: 0, settling: 0 });
  announcer.requestUpdate();
  await element.settled();
  return element;
}

async function open(element: TestElement): Promise<TestElement> {
  element.the('connection-button').click();
  await waitUntil(() => element.all('conclusion').length, 'the test is shown');
  await element.settled();
  return element;
}

const conclusion = (element: TestElement) => element.the('conclusion').innerText.trim();
const isOver = (element: TestElement) => () =>
  !element.all('conclusion')[0]?.part.contains('pending');

async function finish(element: TestElement): Promise<TestElement> {
  await waitUntil(isOver(element), 'the test is over');
  await element.settled();
  return element;
}

/** Replaces the clipboard; returns a function that restores it. */
function withClipboard(write: (text: string) => Promise<void>): () => void {
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: write },
  });
  return () => Reflect.deleteProperty(navigator, 'clipboard');
}

describe('the connection test', () => {
  it('is accessible while it runs and when it is done, in light and dark', async () => {
    const element = await open(await lobby({ width: 390, height: 780 }));
    await expect(element).to.be.accessible();
    await finish(element);
    await expect(element).to.be.accessible();
    element.style.colorScheme = 'dark';
    await expect(element).to.be.accessible();
  });

  it('ends with a one-sentence conclusion, and a line for each step', async () => {
    const element = await open(await lobby());
    expect(conclusion(element)).to.equal(words.running);
    await finish(element);
    expect(conclusion(element)).to.equal(words.conclusions['no-udp']);
    expect(element.all('step-name').map((one) => one.innerText.trim())).to.deep.equal(
      Object.values(words.steps),
    );
    const lines = element
      .all('step')
      .map(({ textContent }) => textContent.replaceAll(/\s+/g, ' ').trim());
    expect(lines[6]).to.equal(
      'Relay over UDP Limited: No response. Your network may block it, or the relay is down.',
    );
    expect(lines.at(-1)).to.contain('Latency 76 ms (up to 91 ms), packet loss 0%.');
  });

  it('fills in line by line', async () => {
    const element = await open(await lobby());
    const ended = () => element.all('step').filter(({ part }) => !part.contains('pending')).length;
    const seen = new Set<number>();
    await waitUntil(() => seen.add(ended()).has(10), 'all are there');
    expect(seen.size).to.be.greaterThan(4);
  });

  it('announces its start and its conclusion, and nothing in between', async () => {
    const element = await lobby();
    const told: string[] = [];
    const base = element.the('base');
    base.addEventListener('ask-announce', (event) => {
      told.push((event as CustomEvent<{ text: string }>).detail.text);
    });
    await finish(await open(element));
    expect(told).to.deep.equal([words.running, words.conclusions['no-udp']]);
  });

  it('opens and closes by keyboard, and returns the focus', async () => {
    const element = await lobby();
    element.the('connection-button').focus();
    await press('Enter');
    await waitUntil(() => element.all('conclusion').length);
    await element.settled();
    expect(focused(element)?.getAttribute('aria-modal')).to.equal('true');
    const stops = [];
    for (let count = 0; count < 4; count++) {
      await press('Tab');
      stops.push(focused(element)?.part.value || focused(element)?.localName);
    }
    expect(stops.join()).to.equal('close-button,input,button copy-button,button again-button');
    await press('Tab');
    expect(focused(element)?.part.value).to.equal('close-button');
    await press('Escape');
    await element.settled();
    expect(element.all('conclusion')).to.have.length(0);
    expect(focused(element)?.part.value).to.equal('connection-button');
  });

  it('copies a report without addresses, or with them if selected', async () => {
    const element = await finish(await open(await lobby()));
    const copied: string[] = [];
    const restore = withClipboard((text) => Promise.resolve(void copied.push(text)));
    try {
      element.the('copy-button').click();
      await waitUntil(() => element.the('word').innerText === words.copied);
      expect(copied[0]).to.contain(words.conclusions['no-udp']);
      expect(copied[0]).not.to.contain('192.0.2.7');
      expect(copied[0]).not.to.contain('example.com');
      element.root.querySelector<HTMLElement>('[part~=addresses-choice] input')!.click();
      await element.settled();
      element.the('copy-button').click();
      await waitUntil(() => copied.length === 2);
      expect(copied[1]).to.contain('192.0.2.7');
      expect(copied.join()).not.to.contain('tea');
    } finally {
      restore();
    }
  });

  it('shows the report if the browser does not allow copying', async () => {
    const element = await finish(await open(await lobby()));
    const restore = withClipboard(() => Promise.reject(new Error('NotAllowedError')));
    try {
      element.the('copy-button').click();
      await waitUntil(() => element.all('report').length);
      await element.settled();
      expect((element.the('report') as HTMLTextAreaElement).value).to.contain('roundTrip=34');
      expect(focused(element) === element.the('report')).to.equal(true);
      await expect(element).to.be.accessible();
    } finally {
      restore();
    }
  });

  it('can be run again, and ends with its dialog', async () => {
    const element = await finish(await open(await lobby()));
    element.the('again-button').click();
    await element.settled();
    expect(conclusion(element)).to.equal(words.running);
    await finish(element);
    element.the('close-button').click();
    await element.settled();
    expect(element.all('connection')).to.have.length(0);
  });

  it('is available to scripts: with progress, abort, and addresses on request only', async () => {
    const element = await lobby();
    const heard: string[] = [];
    const report = await element.testConnection({ onStep: ({ id }) => heard.push(id) });
    expect(heard).to.deep.equal(report.steps.map(({ id }) => id));
    expect(report.verdict).to.equal('warn');
    expect(JSON.stringify(report)).not.to.contain('192.0.2.7');
    const shown = await element.testConnection({ addresses: true });
    expect(JSON.stringify(shown)).to.contain('192.0.2.7');
    const reason = await element
      .testConnection({ signal: AbortSignal.abort('enough') })
      .catch(String);
    expect(reason).to.equal('enough');
  });

  it('rejects without a room', async () => {
    const element = await mount();
    element.room = '';
    const reason = await element.testConnection().catch(({ reason }: { reason: string }) => reason);
    expect(reason).to.equal('no-room');
  });

  it('uses the language of the element, and texts of the page', async () => {
    const element = await finish(await open(await lobby({ attributes: { lang: 'de' } })));
    expect(conclusion(element)).to.equal(german.connectionTest.conclusions['no-udp']);
    element.words = { connectionTest: { again: 'Noch einmal' } };
    await element.settled();
    expect(element.the('again-button').innerText.trim()).to.equal('Noch einmal');
  });

  it('fits into the smallest element', async () => {
    const element = await finish(await open(await lobby({ width: 160, height: 200 })));
    const { right } = element.getBoundingClientRect();
    for (const part of ['conclusion', 'step', 'copy-button', 'again-button']) {
      expect(element.the(part).getBoundingClientRect().right <= right, part).to.equal(true);
    }
  });

  it('is not offered if the page removes it', async () => {
    const element = await lobby({ attributes: { controlslist: 'noconnectiontest' } });
    expect(element.all('connection-button')).to.have.length(0);
  });
});
