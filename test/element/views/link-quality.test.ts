/** What is shown, announced and reported about the quality of a link. */
import type { Conditions } from '../../../src/features/simulation/traffic.js';
import type { LinkDetail } from '../../../src/index.js';
import type { StageInteraction } from '../../../src/ui/stage/stage-interaction.js';
import { language as german } from '../../../src/ui/i18n/languages/de.js';
import type { TileView } from '../../../src/ui/stage/tile.js';
import { expect, mountInCall, type TestElement } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

const plain = (text: string | null | undefined) => text?.replace(/[\u2068\u2069]/g, '').trim();
const tileOf = (element: TestElement, id: number) =>
  (element.all('tile') as TileView[]).find(({ tile }) => tile.id === id)!;
const bars = (element: TestElement, id: number) =>
  tileOf(element, id).querySelector<HTMLElement>('[part~="quality"]');

/** A call whose links can be checked at any time. */
async function mountLinked(...settings: Parameters<typeof mountInCall>): Promise<TestElement> {
  const element = await mountInCall(...settings);
  await waitUntil(() => element.all('tile-button').length > 0, 'the tiles respond to input');
  return element;
}

/** Simulates some seconds, in which the links are checked. */
async function pass(element: TestElement, seconds = 20): Promise<void> {
  const { fake } = element;
  const { links } = tileOf(element, element.self!.id).interaction as StageInteraction;
  let now = fake.now();
  fake.now = () => now;
  for (let looks = 0; looks < seconds / 2; looks++) {
    now += 2_000;
    await links.look();
  }
  await element.settled();
}

async function worsen(element: TestElement, id: number, conditions: Partial<Conditions>) {
  element.fake.setConditions(id, conditions);
  await pass(element);
}

const weak = { loss: 0.06, roundTrip: 320 };
const fair = { loss: 0.04 };

describe('the bars of a link', () => {
  it('are accessible on a fair, poor or lost link', async () => {
    const element = await mountLinked(['Ana', 'Ben', 'Chi']);
    const [, ana, ben, chi] = element.participants;
    element.fake.setConditions(ben!.id, fair);
    element.fake.setLink(chi!.id, 'interrupted');
    await worsen(element, ana!.id, weak);
    expect(element.all('quality')).to.have.length(3);
    await expect(element).to.be.accessible();
  });

  it('are hidden while a link is good, and on the self view', async () => {
    const element = await mountLinked(['Ana']);
    await pass(element);
    expect(element.all('quality')).to.have.length(0);
  });

  it('describe the link in text and parts, and disappear when it is good again', async () => {
    const element = await mountLinked(['Ana', 'Ben']);
    const [, ana, ben] = element.participants;
    await worsen(element, ana!.id, weak);
    expect(plain(bars(element, ana!.id)?.textContent)).to.equal('Poor connection');
    expect(bars(element, ana!.id)!.title).to.equal(
      'Poor connection: 6% packet loss, 320 ms latency',
    );
    expect(bars(element, ana!.id)!.part.contains('poor')).to.equal(true);
    expect(tileOf(element, ana!.id).part.contains('poor')).to.equal(true);
    expect(bars(element, ben!.id)).to.equal(null);
    await worsen(element, ana!.id, fair);
    expect(plain(bars(element, ana!.id)?.textContent)).to.equal('Fair connection');
    expect(tileOf(element, ana!.id).part.contains('fair')).to.equal(true);
    await worsen(element, ana!.id, {});
    expect(bars(element, ana!.id)).to.equal(null);
    expect(tileOf(element, ana!.id).part.contains('fair')).to.equal(false);
  });

  it('show two, one or none of three, without relying on color', async () => {
    const element = await mountLinked(['Ana', 'Ben', 'Chi']);
    const [, ana, ben, chi] = element.participants;
    element.fake.setConditions(ben!.id, fair);
    element.fake.setLink(chi!.id, 'interrupted');
    await worsen(element, ana!.id, weak);
    const filled = ({ id }: { id: number }) =>
      [...bars(element, id)!.querySelectorAll('i')].filter(
        (one) => getComputedStyle(one).opacity === '1',
      ).length;
    expect([ana!, ben!, chi!].map(filled)).to.deep.equal([1, 2, 0]);
  });

  it('keep the last frame and the text on the tile of a lost link', async () => {
    const element = await mountLinked(['Ana']);
    const { id } = element.participants[1]!;
    const video = tileOf(element, id).querySelector('video')!;
    const { srcObject } = video;
    element.fake.setLink(id, 'interrupted');
    await element.settled();
    expect(tileOf(element, id).querySelector('video')).to.equal(video);
    expect(video.srcObject).to.equal(srcObject);
    const word = tileOf(element, id).querySelector('.label [part~="interrupted"]');
    expect(word!.textContent).to.equal('Reconnecting…');
    element.fake.setLink(id, 'connected');
    await element.settled();
    expect(bars(element, id)).to.equal(null);
  });

  it('fit in the smallest element', async () => {
    const element = await mountLinked(['Ana'], { width: 160, height: 120 });
    const { id } = element.participants[1]!;
    await worsen(element, id, weak);
    const box = bars(element, id)!.getBoundingClientRect();
    const label = bars(element, id)!.parentElement!.getBoundingClientRect();
    expect(box.width).to.be.at.least(8);
    expect(box.right).to.be.at.most(label.right);
    expect(label.right).to.be.at.most(element.getBoundingClientRect().right);
  });

  it('speak German', async () => {
    const element = await mountLinked(['Ana'], { attributes: { lang: 'de' } });
    const { id } = element.participants[1]!;
    await worsen(element, id, weak);
    expect(bars(element, id)!.title).to.equal(
      german.panels.link.facts('Schlechte Verbindung', [
        german.panels.link.loss(0.06),
        '320 ms Latenz',
      ]),
    );
  });
});

describe('the menu of a tile', () => {
  it('shows the quality of the link, and is described by it', async () => {
    const element = await mountLinked(['Ana']);
    const { id } = element.participants[1]!;
    await worsen(element, id, weak);
    tileOf(element, id).querySelector<HTMLElement>('[part~="tile-button"]')!.click();
    await waitUntil(() => element.all('menu-note').length, 'the menu is open');
    const note = element.the('menu-note');
    expect(plain(note.textContent)).to.equal('Poor connection: 6% packet loss, 320 ms latency');
    expect(element.the('menu').getAttribute('aria-describedby')).to.equal(note.id);
    await expect(element).to.be.accessible();
  });

  it('shows no link quality for the self view', async () => {
    const element = await mountLinked(['Ana']);
    await pass(element);
    const self = tileOf(element, element.self!.id);
    self.querySelector<HTMLElement>('[part~="tile-button"]')!.click();
    await waitUntil(() => element.all('menu').length, 'the menu is open');
    expect(element.all('menu-note')).to.have.length(0);
  });
});

describe('the event of a link', () => {
  it('reports each change once, with the participant and the measurements', async () => {
    const element = await mountLinked(['Ana']);
    const { id } = element.participants[1]!;
    const told: LinkDetail[] = [];
    element.addEventListener('quality', ({ detail }) => told.push(detail));
    await pass(element);
    await worsen(element, id, weak);
    await pass(element);
    for (const status of ['interrupted', 'connected', 'interrupted', 'connected'] as const) {
      element.fake.setLink(id, status);
    }
    await worsen(element, id, {});
    const qualities = told.map(({ quality }) => quality);
    expect(qualities.at(0)).to.equal('good');
    expect(qualities.slice(-3)).to.deep.equal(['poor', 'lost', 'good']);
    expect(new Set(qualities.map((one, index) => one === qualities[index - 1]))).to.deep.equal(
      new Set([false]),
    );
    const poor = told.find(({ quality }) => quality === 'poor')!;
    expect(poor.participant).to.equal(element.participants[1]);
    expect(poor.roundTrip).to.equal(320);
    expect(poor.cause).to.equal('loss-in');
    expect(told.find(({ quality }) => quality === 'lost')!.cause).to.equal('silence');
    expect(poor.packetLossIn! > 0.02).to.equal(true);
  });

  it('is one of those that leave the shadow root and do not bubble', async () => {
    const element = await mountLinked(['Ana']);
    let heard: Event | undefined;
    element.addEventListener('quality', (event) => (heard = event));
    await pass(element);
    expect(heard).to.include({ bubbles: false, composed: true });
  });
});

describe('announcements about links', () => {
  it('report once that links are poor, and that they improved', async () => {
    const element = await mountLinked(['Ana', 'Ben']);
    const announcer = element.root.querySelector('video-call-announcer')!;
    Object.assign(announcer, { pause: 0 });
    element.fake.name = 'Maya';
    await waitUntil(() => plain(element.said)?.includes('joined'), 'what was before is said');
    const [, ana, ben] = element.participants;
    element.fake.setConditions(ana!.id, weak);
    await worsen(element, ben!.id, weak);
    expect(plain(element.said)).to.equal('Poor connection to Ana and Ben');
    await worsen(element, ana!.id, fair);
    expect(plain(element.said)).to.equal('Poor connection to Ana and Ben');
    await worsen(element, ana!.id, {});
    expect(plain(element.said)).to.equal('Connection to Ana improved');
  });
});
