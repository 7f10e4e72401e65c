/** Picture-in-picture: the whole call if the browser supports it, otherwise one video. */
import { resetMouse, sendMouse } from '@web/test-runner-commands';
import { itNeeds } from '../support/it-needs.js';
import { expect, mount, mountInCall, turn, type TestElement } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

interface DocumentPictureInPicture {
  readonly window: (Window & typeof globalThis) | null;
}
const inDocument = () =>
  (window as unknown as { documentPictureInPicture?: DocumentPictureInPicture })
    .documentPictureInPicture!;

/** The content of the window. */
const rootOf = () => inDocument().window!.document.body.firstElementChild!.shadowRoot!;
const inWindow = (part: string) => [...rootOf().querySelectorAll<HTMLElement>(`[part~=${part}]`)];

/** A real click: without one, the browser opens no window. */
async function press(button: HTMLElement): Promise<void> {
  const { x, y, width, height } = button.getBoundingClientRect();
  const position: [number, number] = [Math.round(x + width / 2), Math.round(y + height / 2)];
  await sendMouse({ type: 'click', position });
}

const item = (element: TestElement, words: string) =>
  element.all('menu-item').find(({ innerText }) => innerText.trim() === words);

async function choose(element: TestElement, words: string): Promise<void> {
  await press(element.the('more-button'));
  await waitUntil(() => item(element, words), `no “${words}”`);
  await press(item(element, words)!);
}

async function mountOnTop(settings?: Parameters<typeof mountInCall>[1]): Promise<TestElement> {
  const element = await mountInCall(['Ana', 'Ben'], settings);
  await choose(element, 'Picture-in-picture');
  await waitUntil(() => element.pictureInPicture && inWindow('tile').length === 3);
  await element.settled();
  return element;
}

describe('picture-in-picture', () => {
  afterEach(async () => {
    inDocument()?.window?.close();
    await resetMouse();
  });

  itNeeds(
    'windows on top',
    'has the tiles and the buttons, while the page plays the audio and shows a placeholder',
    async () => {
      const element = await mountOnTop();
      expect(element.all('tile')).to.have.length(0);
      expect(element.root.querySelectorAll('audio').length).to.be.at.least(1);
      expect(rootOf().querySelectorAll('audio').length).to.equal(0);
      expect(element.the('elsewhere').innerText).to.contain('Your call is in picture-in-picture.');
      expect(element.matches(':state(picture-in-picture)')).to.equal(true);
      await expect(element).to.be.accessible();
    },
  );

  itNeeds('windows on top', 'has working buttons', async () => {
    const element = await mountOnTop();
    inWindow('microphone-button')[0]!.click();
    await waitUntil(() => inWindow('microphone-button')[0]!.ariaLabel === 'Turn on microphone');
    expect(element.self?.sources).not.to.include('microphone');
    element.fake.depart(element.participants.find(({ name }) => name === 'Ana')!.id);
    await waitUntil(() => inWindow('tile').length === 2);
    inWindow('leave-button')[0]!.click();
    await waitUntil(() => element.status === 'left' && !inDocument().window);
    expect(element.pictureInPicture).to.equal(undefined);
  });

  itNeeds(
    'windows on top',
    'returns the tiles when it closes, and by the button in the page',
    async () => {
      const element = await mountOnTop();
      inDocument().window!.close();
      await waitUntil(() => element.all('tile').length === 3);
      expect(element.all('elsewhere')).to.have.length(0);
      await choose(element, 'Picture-in-picture');
      await waitUntil(() => element.all('back-button').length);
      await press(element.the('back-button'));
      await waitUntil(() => element.all('tile').length === 3);
      expect(element.matches(':state(picture-in-picture)')).to.equal(false);
    },
  );

  itNeeds('windows on top', 'uses the page’s theme and language', async () => {
    const element = await mountInCall(['Ana'], { attributes: { lang: 'de', dir: 'rtl' } });
    element.style.setProperty('--video-call-gap', '3px');
    await press(element.the('microphone-button'));
    await element.requestPictureInPicture();
    const { documentElement } = inDocument().window!.document;
    expect(documentElement.lang).to.equal('de');
    expect(documentElement.dir).to.equal('rtl');
    expect(inWindow('leave-button')[0]!.ariaLabel).to.equal(element.the('leave-button').ariaLabel);
    const { columnGap } = getComputedStyle(inWindow('stage')[0]!);
    expect(columnGap).to.equal('3px');
  });

  itNeeds('windows on top', 'has the parts and the icons of the page', async () => {
    const style = document.createElement('style');
    style.textContent = '.plain::part(leave-button) { border-radius: 4px; }';
    document.head.append(style);
    const element = await mountInCall(['Ana']);
    element.className = 'plain';
    element.insertAdjacentHTML('beforeend', '<b slot="icon-leave">bye</b>');
    await press(element.the('microphone-button'));
    await element.requestPictureInPicture();
    const leave = inWindow('leave-button')[0]!;
    expect(getComputedStyle(leave).borderRadius).to.equal('4px');
    const [icon] = leave.querySelector('slot')!.assignedElements();
    expect(icon?.textContent).to.equal('bye');
    style.remove();
  });

  it('can be removed by the page', async () => {
    const element = await mountInCall(['Ana'], {
      attributes: { controlslist: 'nopictureinpicture' },
    });
    await press(element.the('more-button'));
    await waitUntil(() => item(element, 'Settings'));
    expect(item(element, 'Picture-in-picture')).to.equal(undefined);
  });

  itNeeds('windows on top', 'is opened once, even if requested again quickly', async () => {
    const element = await mountInCall(['Ana']);
    const pip = inDocument() as unknown as { requestWindow?: () => Promise<never> };
    let asked = 0;
    // With a second request, the browser would close the first window.
    pip.requestWindow = async () => {
      asked++;
      await new Promise((resolve) => setTimeout(resolve, 50));
      throw new DOMException('', 'NotAllowedError');
    };
    try {
      const requests = [1, 2, 3].map(() => element.requestPictureInPicture());
      const results = await Promise.allSettled(requests);
      expect(results.map(({ status }) => status).join()).to.equal('rejected,rejected,rejected');
      expect(asked).to.equal(1);
      await element.requestPictureInPicture().catch(() => {});
      expect(asked, 'after a refusal it is asked for again').to.equal(2);
    } finally {
      delete pip.requestWindow;
    }
  });

  itNeeds('windows on top', 'is rejected without a call', async () => {
    const element = await mount();
    await press(element.the('microphone-switch'));
    const error = await element.requestPictureInPicture().catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(DOMException);
    expect(inDocument().window).to.equal(null);
  });

  itNeeds('windows on top', 'follows what the page changes meanwhile', async () => {
    const element = await mountOnTop();
    element.controlsList = 'nocamera';
    await waitUntil(() => inWindow('camera-button').length === 0);
    element.selfView = 'hidden';
    await waitUntil(() => inWindow('tile').length === 2);
  });

  itNeeds('windows on top', 'is refused without a click just before', async () => {
    const element = await mountOnTop();
    // The user activation has been consumed.
    inDocument().window!.close();
    await waitUntil(() => !element.pictureInPicture);
    const error = await element.requestPictureInPicture().catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(DOMException);
    expect(element.pictureInPicture).to.equal(undefined);
  });
});

describe('a browser with picture-in-picture for videos only', () => {
  const { documentPictureInPicture } = window as unknown as Record<string, unknown>;
  const provide = (value: unknown): void =>
    void Object.defineProperty(window, 'documentPictureInPicture', { value, configurable: true });

  beforeEach(() => provide(undefined));
  afterEach(async () => {
    provide(documentPictureInPicture);
    if (document.pictureInPictureElement) await document.exitPictureInPicture();
    await resetMouse();
  });

  itNeeds(
    'videos on top',
    'shows one composed video, in addition to the tiles in the page',
    async () => {
      const element = await mountInCall(['Ana', 'Ben']);
      await choose(element, 'Picture-in-picture');
      await waitUntil(() => document.pictureInPictureElement);
      const video = document.pictureInPictureElement as HTMLVideoElement;
      expect(video.videoWidth).to.equal(640);
      expect(element.all('tile')).to.have.length(3);
      await waitUntil(() => element.matches(':state(picture-in-picture)'));
      await choose(element, 'Exit picture-in-picture');
      await waitUntil(() => !element.pictureInPicture);
      expect(document.pictureInPictureElement).to.equal(null);
      expect((video.srcObject as MediaStream).getTracks()[0]!.readyState).to.equal('ended');
    },
  );

  itNeeds('videos on top', 'can be closed twice, and closes no window of the page', async () => {
    const element = await mountInCall(['Ana']);
    await choose(element, 'Picture-in-picture');
    await waitUntil(() => element.pictureInPicture);
    const opened = element.pictureInPicture!;
    const rejected: unknown[] = [];
    const handleRejection = (event: PromiseRejectionEvent) => rejected.push(event.reason);
    window.addEventListener('unhandledrejection', handleRejection);
    opened.close();
    opened.close();
    await waitUntil(() => !element.pictureInPicture);
    const exit = document.exitPictureInPicture.bind(document);
    let exits = 0;
    document.exitPictureInPicture = () => ((exits += 1), exit());
    opened.close();
    await turn();
    document.exitPictureInPicture = exit;
    window.removeEventListener('unhandledrejection', handleRejection);
    expect(rejected).to.deep.equal([]);
    expect(exits).to.equal(0);
  });

  itNeeds('videos on top', 'closes when the call ends', async () => {
    const element = await mountInCall(['Ana']);
    await choose(element, 'Picture-in-picture');
    await waitUntil(() => element.pictureInPicture);
    element.leave();
    await waitUntil(() => !element.pictureInPicture && !document.pictureInPictureElement);
  });
});

describe('leaving the tab of a call', () => {
  const { setActionHandler } = MediaSession.prototype;
  const handlers = new Map<string, MediaSessionActionHandler | null>();

  beforeEach(() => {
    MediaSession.prototype.setActionHandler = (action, handler) => handlers.set(action, handler);
  });
  afterEach(async () => {
    MediaSession.prototype.setActionHandler = setActionHandler;
    handlers.clear();
    inDocument()?.window?.close();
    await resetMouse();
  });

  itNeeds('windows on top', 'opens the window if the page asks for it, during a call', async () => {
    const element = await mountInCall(['Ana'], { attributes: { autopictureinpicture: '' } });
    await waitUntil(() => handlers.get('enterpictureinpicture'));
    await press(element.the('microphone-button'));
    handlers.get('enterpictureinpicture')!({ action: 'play' });
    await waitUntil(() => element.pictureInPicture);
    element.leave();
    await waitUntil(() => handlers.get('enterpictureinpicture') === null);
  });

  it('opens nothing if the page does not ask for it', async () => {
    const element = await mountInCall(['Ana']);
    await element.settled();
    expect(handlers.has('enterpictureinpicture')).to.equal(false);
  });
});
