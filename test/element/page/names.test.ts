/** Deceptive names: they imitate others, are empty, reverse sentences or cover other text. */
import { sendKeys } from '@web/test-runner-commands';
import { expect, mount, mountInCall, type TestElement } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

const plain = (text: string) =>
  text
    .replace(/[\u2068\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
const onTiles = (element: TestElement) =>
  [...element.root.querySelectorAll('.tiles .label > bdi')].map((one) => plain(one.textContent));
const inPanel = (element: TestElement) =>
  element.all('person-name').map((one) => plain(one.textContent));

async function openPeople(element: TestElement): Promise<void> {
  element.the('base').focus();
  await sendKeys({ press: 'u' });
  await waitUntil(() => element.all('everybody').length, 'the people are shown');
  await element.settled();
}

/** Combining marks that would cover the lines above and below. */
const PILE = `e${'\u0301\u0316\u0489'.repeat(40)}`;

describe('names', () => {
  it('that look alike have the same numbers on tiles, in the people panel and in requests to join', async () => {
    const element = await mountInCall(['Ana', 'ana', 'Аnа', 'A\u200bna'], {
      attributes: { name: 'Maya' },
      prepare: (call) => (call.role = 'host'),
    });
    element.fake.knock('ANA');
    await element.settled();
    const names = ['Maya', 'Ana', 'ana (2)', 'Аnа (3)', 'Ana (4)'];
    expect(onTiles(element).toSorted()).to.deep.equal(names.toSorted());
    expect(plain(element.the('knock').textContent)).to.contain('ANA (5) wants to join');
    await openPeople(element);
    expect(inPanel(element)).to.deep.equal(['ANA (5)', ...names]);
    const labels = element.all('admit-button').map(({ ariaLabel }) => plain(ariaLabel ?? ''));
    expect(labels).to.include('Admit: ANA (5)');
  });

  it('cannot imitate the marks for yourself or the host, which are beside the name', async () => {
    const element = await mountInCall(['Maya (you)', 'Ana (Host)'], {
      attributes: { name: 'Maya' },
      prepare: (call) => (call.role = 'host'),
    });
    const marks = element.all('you').filter((one) => one.closest('.tiles'));
    expect(marks).to.have.length(1);
    expect(marks[0]!.closest('video-call-tile')!.part.contains('self')).to.equal(true);
    expect(onTiles(element)).to.include('Maya');
    const mine = () => element.the('self').querySelector('[part~="tile-button"]');
    await waitUntil(mine, 'tiles have their buttons');
    expect(mine()!.ariaLabel).to.equal('Self view options');
    await openPeople(element);
    const rows = [...element.root.querySelectorAll('video-call-person')];
    expect(rows.map((row) => row.querySelectorAll('[part="you"]').length)).to.deep.equal([1, 0, 0]);
    const roles = rows.map((row) => row.querySelector('[part~="person-role"]')?.textContent);
    expect(roles).to.deep.equal(['Host', undefined, undefined]);
    await expect(element).to.be.accessible();
  });

  it('without visible characters become “Guest”, in the language of the element', async () => {
    for (const [lang, guest, joined] of [
      ['en', 'Guest', 'Guest (2) and Guest (3) joined'],
      ['de', 'Gast', 'Gast (2) und Gast (3)'],
    ] as const) {
      const element = await mount({ attributes: { lang, name: '\u2800' } });
      element.fake.setPreview({ count: 1, names: ['\u3164'] });
      await element.settled();
      expect(plain(element.the('here').textContent)).to.contain(guest);
      const announcer = element.root.querySelector('video-call-announcer')!;
      Object.assign(announcer, { pause: 0 });
      await element.join();
      await element.settled();
      element.fake.arrive('\u200b');
      element.fake.arrive('\u00ad');
      await element.settled();
      expect(onTiles(element)).to.deep.equal([guest, `${guest} (2)`, `${guest} (3)`]);
      expect(plain(element.said)).to.contain(joined);
    }
  });

  it('do not change the direction of a sentence, since each is isolated', async () => {
    const element = await mountInCall([], { attributes: { name: 'Maya' } });
    const announcer = element.root.querySelector('video-call-announcer')!;
    Object.assign(announcer, { pause: 0 });
    const id = element.fake.arrive('Ana\u2069\u202e');
    await element.settled();
    expect(element.said).to.contain('\u2068Ana\u2069 joined');
    element.fake.beAsked('mute', id);
    await element.settled();
    expect(element.the('asked').textContent).to.contain('\u2068Ana\u2069 asked you to mute');
    for (const text of [element.said, element.text])
      expect(/[\u202a-\u202e]/.test(text)).to.equal(false);
  });

  it('do not cover other text: combining marks stay within the line', async () => {
    const element = await mountInCall([PILE, 'Ana'], { attributes: { name: 'Maya' } });
    await openPeople(element);
    const [, piled, plainRow] = element.root.querySelectorAll('video-call-person');
    const heightOf = (row: Element | undefined) =>
      row!.querySelector('bdi')!.getBoundingClientRect().height;
    expect(heightOf(piled)).to.equal(heightOf(plainRow));
    const [, name = ''] = inPanel(element);
    expect([...name.normalize('NFD')].length).to.be.at.most(3);
  });

  it('made of flags and families are not cut in half in place of a video', async () => {
    const element = await mountInCall(['🇩🇪 Ben', '👨‍👩‍👧‍👦']);
    await element.settled();
    const avatars = element.all('avatar').map((one) => plain(one.textContent));
    expect(avatars).to.include('🇩🇪B');
    expect(avatars).to.include('👨‍👩‍👧‍👦');
  });

  it('are shown in the lobby as others will see them', async () => {
    const element = await mount();
    const field = element.the('name-field') as HTMLInputElement;
    field.value = ' \u202eMa\u200bya ';
    field.dispatchEvent(new InputEvent('input'));
    await element.settled();
    expect(element.fake.name).to.equal('Maya');
    expect(plain(element.the('preview').querySelector('bdi')!.textContent)).to.equal('Maya');
  });
});

describe('the name of a room', () => {
  it('is shown in its normalized form', async () => {
    const element = await mount({ attributes: { room: ' Cafe\u0301\u202e\u200b ' } });
    expect(element.the('heading').textContent).to.contain('\u2068Café\u2069');
  });

  it('that is invalid shows an error, and nothing throws', async () => {
    for (const room of ['...', 'x\ud83d', '\u200b', 'x'.repeat(129)]) {
      const element = await mount({ attributes: { room: 'tea' } });
      element.room = room;
      await element.settled();
      expect(element.text, JSON.stringify(room)).to.contain('128');
      let reason = '';
      await element.join().catch((error: { reason: string }) => (reason = error.reason));
      expect(reason).to.equal('no-room');
    }
  });
});
