/** Which texts the interface uses: those of the nearest language, and the page's own. */
import { language as arabic } from '../../../src/ui/i18n/languages/ar.js';
import { language as german } from '../../../src/ui/i18n/languages/de.js';
import type { OwnWords } from '../../../src/ui/i18n/language.js';
import { expect, mount, mountInCall, turn, type TestElement } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

/** Resolves when a language change has rendered. */
async function until(element: TestElement, isTrue: () => boolean): Promise<void> {
  while (!isTrue()) {
    await new Promise(requestAnimationFrame);
    await element.settled();
  }
}

const inLanguage = (lang: string) => ({ attributes: { lang } });

describe('languages', () => {
  for (const lang of ['de', 'ar']) {
    it(`are accessible in ${lang}, in the lobby and in a call`, async () => {
      const lobby = await mount(inLanguage(lang));
      await expect(lobby).to.be.accessible();
      const inCall = await mountInCall(['Zoë', 'Omar'], inLanguage(lang));
      await expect(inCall).to.be.accessible();
    });
  }

  it('follow the nearest lang, whatever its region', async () => {
    const element = await mount(inLanguage('de-AT'));
    expect(element.the('join-button').textContent?.trim()).to.equal(german.words.join);
    expect(element.the('base').lang).to.equal('de');
  });

  it('follow an element that is moved', async () => {
    const element = await mount();
    expect(element.the('join-button').textContent?.trim()).to.equal('Join');
    element.parentElement!.lang = 'de';
    await until(element, () => element.the('base').lang === 'de');
    expect(element.the('join-button').textContent?.trim()).to.equal(german.words.join);
    element.parentElement!.lang = 'en-GB';
    await until(element, () => element.the('base').lang === 'en');
    expect(element.the('join-button').textContent?.trim()).to.equal('Join');
  });

  it('use the latest lang, even if an earlier one loads later', async () => {
    const element = await mount();
    element.parentElement!.lang = 'ar';
    element.parentElement!.lang = 'de';
    await until(element, () => element.the('base').lang === 'de');
    await turn();
    await element.settled();
    expect(element.the('base').lang).to.equal('de');
  });

  it('follow the direction of the page', async () => {
    const element = await mountInCall(['Zoë']);
    const side = () => {
      const { left, right } = element.the('floating').getBoundingClientRect();
      const frame = element.getBoundingClientRect();
      return left - frame.left < frame.right - right ? 'left' : 'right';
    };
    await waitUntil(() => side() === 'right');
    element.parentElement!.dir = 'rtl';
    await waitUntil(() => side() === 'left');
  });

  it('mark the page’s own texts with the language of the page', async () => {
    const element = await mount({ ...inLanguage('fr'), attributes: { lang: 'fr' } });
    element.words = { join: 'Entrer' };
    await element.settled();
    expect(element.the('base').lang).to.equal('fr');
  });

  it('that don’t exist fall back to English', async () => {
    const element = await mount(inLanguage('tlh'));
    expect(element.the('join-button').textContent?.trim()).to.equal('Join');
    expect(element.the('base').lang).to.equal('en');
  });

  it('set their direction, unless the page sets one', async () => {
    const element = await mount(inLanguage('ar'));
    expect(getComputedStyle(element.the('base')).direction).to.equal('rtl');
    const other = await mount({ attributes: { lang: 'ar', dir: 'ltr' } });
    expect(getComputedStyle(other.the('base')).direction).to.equal('ltr');
  });

  it('reach what is loaded later', async () => {
    const element = await mountInCall(['Zoë'], inLanguage('de'));
    element.leave();
    await element.settled();
    expect(element.the('heading').textContent?.trim()).to.equal(german.notices.failures.left.title);
  });

  it('can be replaced by texts of the page', async () => {
    const element = await mount(inLanguage('de'));
    element.words = { join: 'Hereinspaziert', turnOn: { camera: 'Kamera los' } };
    await element.settled();
    expect(element.the('join-button').textContent?.trim()).to.equal('Hereinspaziert');
    expect(element.the('preview-button').textContent?.trim()).to.equal('Kamera los');
    element.words = undefined;
    await element.settled();
    expect(element.the('join-button').textContent?.trim()).to.equal(german.words.join);
  });

  it('keep our text if the page’s has another type', async () => {
    const element = await mount();
    const wrong: unknown = {
      join: undefined,
      room: 'no function',
      turnOn: null,
      turnOff: { camera: 7 },
    };
    element.words = wrong as OwnWords;
    await element.settled();
    expect(element.the('join-button').textContent?.trim()).to.equal('Join');
    expect(element.the('heading').textContent).to.contain('tea');
    expect(element.the('preview-button').textContent?.trim()).to.equal('Turn on camera');
    expect(element.the('camera-switch').title).to.equal('Turn off camera');
  });

  it('use the plural forms of the language', () => {
    const here = (count: number) => arabic.words.here(count, undefined);
    const forms = [0, 1, 2, 3, 11, 100].map((count) => here(count).replace(/\p{Nd}+ /u, ''));
    expect(new Set(forms).size).to.equal(forms.length);
  });
});
