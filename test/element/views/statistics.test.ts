/** The call statistics: what opens them, what they show, and what they let the user copy. */
import { sendKeys } from '@web/test-runner-commands';
import type { StageInteraction } from '../../../src/ui/stage/stage-interaction.js';
import { words as german } from '../../../src/ui/i18n/languages/statistics-de.js';
import type { StatisticsView } from '../../../src/ui/diagnostics/statistics.js';
import { englishStatistics } from '../../../src/ui/i18n/statistics-words.js';
import type { TileView } from '../../../src/ui/stage/tile.js';
import type { FakeCall } from '../../fakes/fake-call.js';
import { expect, mountInCall, turn, type TestElement } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

const words = englishStatistics.statistics;
const press = (key: string) => sendKeys({ press: key });
const focused = (element: TestElement) => element.root.activeElement;
/** The visible text, without bidi isolation characters. */
const plain = (text: string) =>
  text
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

// The first test to open it would otherwise wait for the import.
before(() =>
  Promise.all([
    import('../../../src/ui/overlay/panels.js'),
    import('../../../src/ui/diagnostics/statistics.js'),
  ]),
);

async function open(element: TestElement): Promise<TestElement> {
  element.the('more-button').click();
  await waitUntil(() => element.all('menu-item').length, 'the menu is open');
  const item = element.all('menu-item').find(({ innerText }) => innerText.trim() === 'Statistics');
  item!.click();
  await waitUntil(() => element.all('copy-button').length, 'the statistics are shown');
  await element.settled();
  return element;
}

const viewIn = (element: TestElement) =>
  element.root.querySelector<StatisticsView>('video-call-statistics')!;

/** Simulates some seconds, in which the panel and the tiles are updated. */
async function pass(element: TestElement, seconds = 2): Promise<void> {
  const { fake } = element;
  let now = fake.now();
  fake.now = () => now;
  const { links } = (element.all('tile')[0] as TileView).interaction as StageInteraction;
  for (let passed = 0; passed < seconds; passed += 2) {
    now += 2_000;
    await Promise.all([viewIn(element).look(), links.look()]);
  }
  await element.settled();
}

/** A call whose links are checked, with the local microphone and camera on. */
async function calling(
  names: readonly string[] = [],
  settings: Parameters<typeof mountInCall>[1] = {},
): Promise<TestElement> {
  // With a constant time there are no fractions of packets.
  const prepare = (call: FakeCall) => void (call.now = () => 1_800_000_000_000);
  const element = await mountInCall(names, { ...settings, prepare });
  await element.fake.turnOnAll(['microphone', 'camera']);
  await waitUntil(() => element.all('tile-button').length, 'the tiles respond to input');
  return element;
}

const rows = (element: TestElement) =>
  element
    .all('stream')
    .map((row) => [...row.children].map((cell) => plain(cell.textContent)).join(' | '));

/** Replaces the clipboard; returns a function that restores it. */
function withClipboard(write: (text: string) => Promise<void>): () => void {
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: write },
  });
  return () => Reflect.deleteProperty(navigator, 'clipboard');
}

describe('the statistics', () => {
  it('are accessible, wide and narrow, in light and dark', async () => {
    for (const width of [900, 320]) {
      const element = await open(await calling(['Ana', 'Ben'], { width, height: 640 }));
      await pass(element);
      expect(element.all('stream')).to.have.length(8);
      await expect(element).to.be.accessible();
      element.style.colorScheme = 'dark';
      await expect(element).to.be.accessible();
    }
  });

  it('show what is sent to and received from each participant', async () => {
    const element = await open(await calling(['Ana'], { width: 900, height: 640 }));
    const { id } = element.participants[1]!;
    await pass(element);
    expect(plain(element.the('path').innerText)).to.equal('Direct · UDP · 30 ms round trip');
    expect(rows(element)).to.deep.equal([
      'Microphone received | opus | – | – | 32 kbit/s | 0% | –',
      'Microphone sent | opus | – | – | 32 kbit/s | 0% | –',
      'Camera received | VP8 | 640×360 | 30/s | 816 kbit/s | 0% | –',
      'Camera sent | VP8 | 640×360 | 30/s | 816 kbit/s | 0% | nothing',
    ]);
    element.fake.updateParticipant(id, { sources: ['microphone'] });
    element.fake.turnOff('camera');
    await pass(element);
    expect(rows(element)).to.have.length(2);
  });

  it('show the quality of a link, and what impairs it', async () => {
    const element = await open(await calling(['Ana', 'Ben', 'Chi']));
    const [, ana, ben] = element.participants;
    element.fake.setConditions(ana!.id, { loss: 0.1 });
    element.fake.setLink(ben!.id, 'interrupted');
    await pass(element, 20);
    expect(element.all('judgement').map(({ innerText }) => plain(innerText))).to.deep.equal([
      `Poor connection: ${words.causes['loss-in']}`,
      `Connection lost: ${words.causes.silence}`,
      'Good connection',
    ]);
    expect(rows(element)[3]).to.contain('320×180 | 30/s | 816 kbit/s | 10% | bandwidth');
  });

  it('are a table that is not announced', async () => {
    const element = await open(await calling(['Ana']));
    await pass(element);
    const table = element.the('streams');
    expect(table.localName).to.equal('table');
    const heads = [...table.querySelectorAll('thead th[scope=col]')];
    expect(heads.map((one) => one.textContent)).to.deep.equal(Object.values(words.columns));
    for (const row of element.all('stream')) {
      expect(row.querySelectorAll('th[scope=row]')).to.have.length(1);
      expect(row.children).to.have.length(heads.length);
    }
    expect(viewIn(element).querySelectorAll('[aria-live], [role=status]')).to.have.length(0);
  });

  it('keep the scroll position and the focus while they change', async () => {
    const element = await open(await calling(['Ana', 'Ben', 'Chi'], { height: 300 }));
    await pass(element);
    const dialog = element.the('dialog');
    element.the('copy-button').focus();
    dialog.scrollTop = 60;
    const before = element.text;
    const row = element.all('stream')[0];
    for (const { id } of element.participants.slice(1)) {
      element.fake.setConditions(id, { roundTrip: 77 });
    }
    await pass(element);
    expect(element.text === before).to.equal(false);
    expect(dialog.scrollTop).to.equal(60);
    expect(element.all('stream')[0] === row).to.equal(true);
    expect(focused(element) === element.the('copy-button')).to.equal(true);
  });

  it('update continuously, and end with their dialog', async () => {
    const element = await calling(['Ana']);
    let asked = 0;
    const stats = element.fake.stats.bind(element.fake);
    element.fake.stats = (id) => (asked++, stats(id));
    await open(element);
    await waitUntil(() => asked >= 3, 'it looks each second');
    const view = viewIn(element);
    element.the('close-button').click();
    await element.settled();
    expect(view.isConnected).to.equal(false);
    asked = 0;
    await view.look();
    expect(asked).to.equal(1);
    expect(element.all('statistics')).to.have.length(0);
  });

  it('are requested once a second, also after a move during a request', async () => {
    const element = await open(await calling(['Ana']));
    const view = viewIn(element);
    const answers: ((stats: undefined) => void)[] = [];
    element.fake.stats = () => new Promise((resolve) => answers.push(resolve));
    const place = view.parentElement!;
    for (let move = 0; move < 3; move += 1) place.append(view);
    await waitUntil(() => answers.length === 3);
    const { setTimeout: real } = window;
    let waiting = 0;
    window.setTimeout = ((run: () => void, after: number) => {
      if (after === 1_000) waiting += 1;
      return real(run, after);
    }) as typeof setTimeout;
    try {
      for (const answer of answers) answer(undefined);
      await turn();
      expect(waiting).to.equal(1);
    } finally {
      window.setTimeout = real;
    }
  });

  it('open and close by keyboard, and return the focus', async () => {
    const element = await calling(['Ana']);
    element.the('more-button').focus();
    await press('Enter');
    await waitUntil(() => element.all('menu-item').length, 'the menu is open');
    await press('End');
    expect((focused(element) as HTMLElement).innerText.trim()).to.equal('Statistics');
    await press('Enter');
    await waitUntil(() => element.all('copy-button').length, 'the statistics are shown');
    await element.settled();
    expect(focused(element)?.getAttribute('aria-modal')).to.equal('true');
    const stops = [];
    for (let count = 0; count < 3; count++) {
      await press('Tab');
      stops.push(focused(element)?.part.value);
    }
    expect(stops.join()).to.equal('close-button,button copy-button,close-button');
    await press('Escape');
    await element.settled();
    expect(element.all('copy-button')).to.have.length(0);
    expect(focused(element)?.part.value).to.contain('more-button');
  });

  it('can be copied, without names of people or of the room', async () => {
    const element = await open(await calling(['Ana']));
    await pass(element, 4);
    const copied: string[] = [];
    const restore = withClipboard((text) => Promise.resolve(void copied.push(text)));
    try {
      element.the('copy-button').click();
      await waitUntil(() => element.the('word').innerText === words.copied);
      const report = JSON.parse(copied[0]!) as { links: Record<string, unknown>[] };
      expect(report.links).to.have.length(1);
      expect(report.links[0]!['quality']).to.equal('good');
      expect(copied[0]).to.contain('"roundTrip": 30');
      expect(copied[0]).to.contain('"bitrate": 816000');
      expect(/Ana|\btea\b/.test(copied[0]!)).to.equal(false);
    } finally {
      restore();
    }
  });

  it('are shown as static text if the browser does not allow copying', async () => {
    const element = await open(await calling(['Ana']));
    const restore = withClipboard(() => Promise.reject(new Error('NotAllowedError')));
    try {
      await pass(element);
      element.the('copy-button').click();
      await waitUntil(() => element.all('report').length);
      await element.settled();
      const field = element.the('report') as HTMLTextAreaElement;
      expect(focused(element) === field).to.equal(true);
      const { value } = field;
      expect(value).to.contain('"path": "direct"');
      await pass(element);
      expect(field.value).to.equal(value);
      expect(field.selectionEnd - field.selectionStart).to.equal(value.length);
      await expect(element).to.be.accessible();
    } finally {
      restore();
    }
  });

  it('say that no one else is here, and that there is no link', async () => {
    const element = await open(await calling());
    expect(viewIn(element).innerText).to.contain(words.nobody);
    element.fake.stats = () => Promise.reject(new DOMException('closed', 'InvalidStateError'));
    element.fake.arrive('Ana');
    await viewIn(element).look();
    await element.settled();
    expect(element.the('path').innerText).to.equal(words.unknown);
    expect(element.all('streams')).to.have.length(0);
  });

  it('fit in 320 pixels, and in text of twice the size', async () => {
    for (const fontSize of ['16px', '32px']) {
      const element = await calling(['A person with quite a long name'], {
        width: 320,
        height: 640,
        attributes: { lang: 'de' },
      });
      element.the('base').style.fontSize = fontSize;
      element.the('more-button').click();
      await waitUntil(() => element.all('menu-item').length, 'the menu is open');
      element.all('menu-item').at(-1)!.click();
      await waitUntil(() => element.all('copy-button').length, 'the statistics are shown');
      element.fake.setConditions(element.participants[1]!.id, { loss: 0.1 });
      await pass(element);
      const dialog = element.the('dialog');
      expect(dialog.scrollWidth).to.equal(dialog.clientWidth);
      const { left, right } = dialog.getBoundingClientRect();
      for (const cell of viewIn(element).querySelectorAll('tbody :is(th, td), p, h3, button')) {
        const box = cell.getBoundingClientRect();
        if (!box.width) continue;
        expect(box.left >= left && box.right <= right, cell.textContent).to.equal(true);
        expect(cell.scrollWidth <= cell.clientWidth + 1, cell.textContent).to.equal(true);
      }
    }
  });

  it('use the language of the element, and texts of the page', async () => {
    const element = await calling(['Ana'], { attributes: { lang: 'de' } });
    element.the('more-button').click();
    await waitUntil(() => element.all('menu-item').length, 'the menu is open');
    element.all('menu-item').at(-1)!.click();
    await waitUntil(() => element.all('copy-button').length, 'the statistics are shown');
    await pass(element);
    expect(element.the('dialog-heading').innerText).to.equal('Statistiken');
    expect(rows(element)[0]).to.contain('Mikrofon empfangen');
    expect(element.the('copy-button').innerText.trim()).to.equal(german.statistics.copy);
    element.words = { statistics: { copy: 'Mitnehmen' } };
    await element.settled();
    expect(element.the('copy-button').innerText.trim()).to.equal('Mitnehmen');
  });

  it('are not offered if the page removes them', async () => {
    const element = await calling(['Ana'], { attributes: { controlslist: 'nostatistics' } });
    element.the('more-button').click();
    await waitUntil(() => element.all('menu-item').length, 'the menu is open');
    const labels = element.all('menu-item').map(({ innerText }) => innerText.trim());
    expect(labels).not.to.contain('Statistics');
    expect(labels).to.contain('Settings');
  });
});
