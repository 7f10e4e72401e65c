/** What is shown, announced and reported about why a participant can't connect. */
import type { CallError } from '../../../src/index.js';
import { language as german } from '../../../src/ui/i18n/languages/de.js';
import { language as arabic } from '../../../src/ui/i18n/languages/ar.js';
import { linkProblems } from '../../../src/ui/i18n/link-words.js';
import type { TileView } from '../../../src/ui/stage/tile.js';
import { expect, mountInCall, type TestElement } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

const plain = (text: string | null | undefined) =>
  text?.replace(/[\u2068\u2069\u00a0]/g, '').trim();
const blocked = { reason: 'link-blocked', whose: 'other' } as const;
const TITLE = 'Ana’s network blocks direct calls, and this site has no relay';
const ADVICE = 'Ask Ana to try another network, such as a mobile hotspot.';

/** A call in which Ana, the first of the others, can't connect. */
async function mountBlocked(...settings: Parameters<typeof mountInCall>): Promise<TestElement> {
  const [names = ['Ana', 'Ben'], ...rest] = settings;
  const element = await mountInCall(names, ...rest);
  await waitUntil(() => element.all('tile-button').length > 0, 'the tiles respond to input');
  element.fake.setLinkProblem(anaOf(element), blocked);
  await element.settled();
  return element;
}

const anaOf = (element: TestElement) => element.participants[1]!.id;
const sentences = (element: TestElement) =>
  [...element.the('link-problem').querySelectorAll('p')]
    .filter((one) => one.offsetHeight > 0)
    .map(({ textContent }) => plain(textContent));

describe('why a participant can’t be connected', () => {
  it('is accessible', async () => {
    await expect(await mountBlocked()).to.be.accessible();
  });

  it('is shown on their tile, with advice, until they are connected', async () => {
    const element = await mountBlocked(['Ana'], { width: 800, height: 500 });
    expect(sentences(element)).to.deep.equal([`${TITLE}.`, ADVICE]);
    const tile = element.the('link-problem').closest<TileView>('video-call-tile')!;
    expect(tile.tile.name).to.equal('Ana');
    element.fake.setLink(anaOf(element), 'connected');
    await element.settled();
    expect(element.all('link-problem')).to.have.length(0);
  });

  it('fits at every size: first the advice is hidden, then the sentence', async () => {
    for (const [width, height, count] of [
      [640, 360, 2],
      [280, 280, 2],
      [160, 160, 1],
      [120, 90, 0],
    ] as const) {
      const element = await mountBlocked(['Ana'], { width, height });
      const box = element.the('link-problem');
      expect(sentences(element)).to.have.length(count, `${width}x${height}`);
      expect(box.scrollHeight).to.be.at.most(box.clientHeight, `${width}x${height}`);
      expect(plain(box.title)).to.equal(`${TITLE}. ${ADVICE}`);
    }
  });

  it('is shown in the menu of the tile too', async () => {
    const element = await mountBlocked();
    element.the('link-problem').closest('video-call-tile')!.querySelector('button')!.click();
    await waitUntil(() => element.all('menu-note').length, 'the menu is open');
    expect(plain(element.the('menu-note').textContent)).to.equal(`${TITLE}. ${ADVICE}`);
  });

  it('is reported to the page by call-error, with the participant', async () => {
    const element = await mountInCall(['Ana', 'Ben']);
    const errors: CallError[] = [];
    element.addEventListener('call-error', ({ detail }) => errors.push(detail));
    element.fake.setLinkProblem(anaOf(element), blocked);
    expect(errors.map(({ reason }) => reason)).to.deep.equal(['link-blocked']);
    expect(errors[0]!.participant).to.equal(anaOf(element));
    await element.settled();
    expect(element.status).to.equal('joined');
  });

  it('is announced once, and again when it is resolved', async () => {
    const element = await mountBlocked();
    await waitUntil(() => element.said.includes('relay'), 'it is said');
    const heard: string[] = [];
    const watch = new MutationObserver(() => heard.push(plain(element.said)!));
    const status = element.root.querySelector('[role=status]')!;
    watch.observe(status, { childList: true, characterData: true, subtree: true });
    expect(plain(element.said)).to.include(TITLE);
    expect(plain(element.said)).to.include(ADVICE);
    element.fake.updateParticipant(anaOf(element), { sources: [] });
    element.fake.setLinkProblem(anaOf(element), blocked);
    await element.settled();
    element.fake.setLink(anaOf(element), 'connected');
    await waitUntil(() => element.said.includes('Connected'), 'it is said to be over');
    watch.disconnect();
    expect(heard).to.deep.equal(['Connected to Ana']);
  });

  it('has texts in every language, for every reason and side', () => {
    for (const words of [linkProblems, german.notices.linkProblems, arabic.notices.linkProblems]) {
      for (const whose of ['self', 'other', 'both'] as const) {
        const problem = { ...blocked, whose };
        expect(words.title(problem, 'Ana')).not.to.include('@');
        expect(
          words.title(problem, 'Ana') !== words.title({ ...problem, reason: 'link-no-udp' }, 'Ana'),
        ).to.equal(true);
        expect(words.advice(problem, 'Ana')).not.to.equal('');
      }
    }
  });

  it('is shown in design mode', async () => {
    const element = document.createElement('video-call');
    element.demo = '3 blocked';
    element.style.cssText = 'width: 900px; height: 600px';
    document.body.append(element);
    await waitUntil(
      () => element.shadowRoot?.querySelector('[part="link-problem"]'),
      'the sentence is there',
    );
    element.remove();
  });
});
