/** Picture-in-picture: the full call if the browser can show a document, otherwise a single composed picture. */
import { html, render } from 'lit';
import { drawTiles } from './composed-picture.js';
import type { TileView } from '../stage/tile.js';
import type { HostElement, PictureInPicture } from '../base/host.js';
import { vocabularyOf } from '../i18n/vocabulary.js';

/** https://wicg.github.io/document-picture-in-picture/ */
interface DocumentPictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window & typeof globalThis>;
}

const SIZE = { width: 400, height: 300 };
const FRAMES_PER_SECOND = 15;

/** The requests that the element handles from the window too; a menu would open in the page. */
const ASKED = ['ask-turn-on', 'ask-turn-off', 'ask-leave'];

/** Controls that would open in the page are hidden in the window, to leave its space to the tiles. */
const WINDOW_STYLES = `
  .base.window > * {
    --vc-round: var(--video-call-button-size, 40px);
  }
  .base.window :is(.more, .chooser, .people-button) {
    display: none;
  }
  .base.window .tiles video-call-tile > .label {
    max-width: calc(100% - 8px);
  }
  .base.window:not(:hover, :focus-within) .toolbar {
    opacity: 0;
  }
`;

/** Only the top-level page of a tab can open a window: https://wicg.github.io/document-picture-in-picture/. */
const inDocument = () =>
  window === window.top
    ? (window as { documentPictureInPicture?: DocumentPictureInPicture }).documentPictureInPicture
    : undefined;

/** Whether this browser supports any kind of picture-in-picture. */
export const canShowOnTop = (): boolean =>
  Boolean(inDocument()) || document.pictureInPictureEnabled;

/** Opens or closes the window; rejects if the browser refuses, for example without a recent click. */
export async function togglePictureInPicture(host: HostElement): Promise<void> {
  if (host.pictureInPicture) return host.pictureInPicture.close();
  if (!host.self) throw new DOMException('There is no call to show.', 'InvalidStateError');
  if (!canShowOnTop()) throw new DOMException('This browser cannot.', 'NotSupportedError');
  // On two quick requests, a browser would replace the first window with a second.
  const opening = (host.openingPictureInPicture ??= open(host));
  try {
    await opening;
  } finally {
    if (host.openingPictureInPicture === opening) host.openingPictureInPicture = undefined;
  }
}

async function open(host: HostElement): Promise<void> {
  let isClosed = false;
  const opened = await (inDocument() ? openWindow : openVideo)(host, () => {
    isClosed = true;
    host.pictureInPicture = undefined;
  });
  // It may already have been closed.
  if (!isClosed) host.pictureInPicture = opened;
}

async function openWindow(host: HostElement, onClose: () => void): Promise<PictureInPicture> {
  const opened = await inDocument()!.requestWindow(SIZE);
  const { document: page } = opened;
  const base = host.renderRoot.querySelector<HTMLElement>('.base')!;
  const life = new AbortController();
  // Each window has its own custom element registry, so the views are created here and moved there. In the
  // window, `place` is a plain element with this name, so that the page's style sheets apply to it.
  const place = page.createElement(host.localName);
  for (const { name, value } of host.attributes)
    if (name !== 'style') place.setAttribute(name, value);
  place.style.cssText = 'inline-size: 100%; block-size: 100%; aspect-ratio: auto';
  for (const icon of host.querySelectorAll(':scope > [slot^="icon-"]')) {
    place.append(page.importNode(icon, true));
  }
  // Its stage shares what the page's stage has measured.
  Object.assign(place, { speaking: host.speaking });
  const root = place.attachShadow({ mode: 'open' });
  copyLook(host, base, page);
  copyParts(page);
  page.body.append(place);
  // A style sheet belongs to the document that created it.
  root.adoptedStyleSheets = [...textsOf(host.shadowRoot!), WINDOW_STYLES].map((text) => {
    const sheet = new opened.CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  for (const type of ASKED) {
    root.addEventListener(type, (event) => {
      const { detail } = event as CustomEvent<unknown>;
      base.dispatchEvent(new CustomEvent(type, { detail }));
    });
  }
  const draw = () => {
    if (host.self) render(template(host, base), root);
    else opened.close();
  };
  draw();
  host.call?.on('change', draw, life);
  host.call?.on('status-change', draw, life);
  const controller = { hostUpdated: draw };
  host.addController(controller);
  opened.addEventListener('pagehide', () => {
    life.abort();
    host.removeController(controller);
    render(null, root);
    onClose();
  });
  return { isWhole: true, root, close: () => opened.close() };
}

/** The same views as in the page. */
const template = (host: HostElement, base: HTMLElement) => html`
  <div class="base window" part="base" tabindex="-1" .vocabulary=${vocabularyOf(base)}>
    <video-call-stage
      .call=${host.call}
      .shows=${'people'}
      .layout=${host.layout}
      .selfView=${host.selfView}
    ></video-call-stage>
    <video-call-toolbar .call=${host.call} .controlsList=${host.controlsList}></video-call-toolbar>
  </div>
`;

const textsOf = ({ adoptedStyleSheets }: ShadowRoot) =>
  adoptedStyleSheets.map(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText).join('\n'));

/** Copies the page's custom properties, language and colours, since a window inherits nothing. */
function copyLook(host: HTMLElement, base: HTMLElement, page: Document): void {
  const { documentElement, body } = page;
  const style = getComputedStyle(host);
  // Firefox doesn't list an element's custom properties; ours are those that our style sheets use.
  const names = textsOf(host.shadowRoot!)
    .join()
    .match(/--video-call-[\w-]+/g);
  for (const name of new Set(names)) {
    const value = style.getPropertyValue(name);
    if (value) documentElement.style.setProperty(name, value);
  }
  const { colorScheme, direction } = getComputedStyle(base);
  documentElement.style.colorScheme = colorScheme;
  documentElement.style.blockSize = body.style.blockSize = '100%';
  body.style.margin = '0';
  documentElement.dir = direction;
  documentElement.lang = base.lang;
  page.title = base.ariaLabel ?? '';
}

/** Copies the page's `::part()` rules, which a window doesn't inherit either. */
function copyParts(page: Document): void {
  const style = page.createElement('style');
  for (const sheet of [...document.styleSheets, ...document.adoptedStyleSheets]) {
    try {
      for (const { cssText } of sheet.cssRules) {
        if (cssText.includes('::part(')) style.append(cssText, '\n');
      }
    } catch {
      // The rules of a cross-origin style sheet can't be read.
    }
  }
  page.head.append(style);
}

async function openVideo(host: HostElement, onClose: () => void): Promise<PictureInPicture> {
  const video = document.createElement('video');
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 360;
  const draw = () => {
    if (!host.self) return exit(video);
    drawTiles(canvas, [...host.renderRoot.querySelectorAll<TileView>('.tiles video-call-tile')]);
  };
  draw();
  const stream = canvas.captureStream(FRAMES_PER_SECOND);
  video.muted = video.playsInline = true;
  video.srcObject = stream;
  const timer = setInterval(draw, 1_000 / FRAMES_PER_SECOND);
  const end = () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    onClose();
  };
  try {
    await video.play();
    await video.requestPictureInPicture();
  } catch (error) {
    end();
    throw error;
  }
  video.addEventListener('leavepictureinpicture', end, { once: true });
  return { isWhole: false, close: () => exit(video) };
}

/** Closes the window of a video, unless the user or the page has already closed it. */
function exit(video: HTMLVideoElement): void {
  // This rejects while the window is closing.
  if (document.pictureInPictureElement === video) document.exitPictureInPicture().catch(() => {});
}
