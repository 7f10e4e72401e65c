/** The call in a small window that stays on top of everything: in full where the browser can, else as one picture. */
import { html, render } from 'lit';
import { drawTiles } from './composed-picture.js';
import type { TileView } from './tile.js';
import type { VideoCallElement } from './video-call.js';
import { vocabularyOf } from './words.js';

/** https://wicg.github.io/document-picture-in-picture/ */
interface DocumentPictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window & typeof globalThis>;
}

/** An open window. */
export interface PictureInPicture {
  /** Whether the people moved into the window, so that they need not be drawn in the page too. */
  readonly isWhole: boolean;
  /** Where the people are drawn instead, if so. */
  readonly root?: ShadowRoot;
  close(): void;
}

const SIZE = { width: 400, height: 300 };
const FRAMES_PER_SECOND = 15;

/** What the views ask for and the element does wherever it is asked; a menu would open in the page. */
const ASKED = ['ask-turn-on', 'ask-turn-off', 'ask-leave'];

/** What opens elsewhere is not offered in the window, and its few pixels are for the people. */
const WINDOW_STYLES = `
  .base.window > * {
    --round: var(--video-call-button-size, 40px);
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

/** Only the outermost page of a tab may open a window: https://wicg.github.io/document-picture-in-picture/. */
const inDocument = () =>
  window === window.top
    ? (window as { documentPictureInPicture?: DocumentPictureInPicture }).documentPictureInPicture
    : undefined;

/** Whether this browser shows anything on top. */
export const canShowOnTop = (): boolean =>
  Boolean(inDocument()) || document.pictureInPictureEnabled;

/** Opens the window, or closes it; rejects where the browser refuses, such as without a click just before. */
export async function togglePictureInPicture(host: VideoCallElement): Promise<void> {
  if (host.pictureInPicture) return host.pictureInPicture.close();
  if (!host.self) throw new DOMException('There is no call to show.', 'InvalidStateError');
  if (!canShowOnTop()) throw new DOMException('This browser cannot.', 'NotSupportedError');
  const handleClose = () => (host.pictureInPicture = undefined);
  host.pictureInPicture = await (inDocument() ? openWindow : openVideo)(host, handleClose);
}

async function openWindow(host: VideoCallElement, onClose: () => void): Promise<PictureInPicture> {
  const opened = await inDocument()!.requestWindow(SIZE);
  const { document: page } = opened;
  const base = host.renderRoot.querySelector<HTMLElement>('.base')!;
  const life = new AbortController();
  // Custom elements have one registry each window, so the views are made here and moved there. That
  // window has none of its own: this one is only named so, for what the page's style sheets say of it.
  const place = page.createElement(host.localName);
  for (const { name, value } of host.attributes)
    if (name !== 'style') place.setAttribute(name, value);
  place.style.cssText = 'inline-size: 100%; block-size: 100%; aspect-ratio: auto';
  for (const icon of host.querySelectorAll(':scope > [slot^="icon-"]')) {
    place.append(page.importNode(icon, true));
  }
  const root = place.attachShadow({ mode: 'open' });
  copyLook(host, base, page);
  copyParts(page);
  page.body.append(place);
  // A style sheet belongs to the document that made it.
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
const template = (host: VideoCallElement, base: HTMLElement) => html`
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

/** The page's custom properties, language and colours, as a window inherits nothing. */
function copyLook(host: HTMLElement, base: HTMLElement, page: Document): void {
  const { documentElement, body } = page;
  for (const [name, [value]] of host.computedStyleMap()) {
    if (name.startsWith('--video-call-')) documentElement.style.setProperty(name, `${value}`);
  }
  const { colorScheme, direction } = getComputedStyle(base);
  documentElement.style.colorScheme = colorScheme;
  documentElement.style.blockSize = body.style.blockSize = '100%';
  body.style.margin = '0';
  documentElement.dir = direction;
  documentElement.lang = base.lang;
  page.title = base.ariaLabel ?? '';
}

/** What the page says of our parts, which a window inherits as little. */
function copyParts(page: Document): void {
  const style = page.createElement('style');
  for (const sheet of [...document.styleSheets, ...document.adoptedStyleSheets]) {
    try {
      for (const { cssText } of sheet.cssRules) {
        if (cssText.includes('::part(')) style.append(cssText, '\n');
      }
    } catch {
      // A sheet from elsewhere keeps its rules to itself.
    }
  }
  page.head.append(style);
}

async function openVideo(host: VideoCallElement, onClose: () => void): Promise<PictureInPicture> {
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 360;
  const draw = () => {
    if (!host.self) return void document.exitPictureInPicture();
    drawTiles(canvas, [...host.renderRoot.querySelectorAll<TileView>('.tiles video-call-tile')]);
  };
  draw();
  const stream = canvas.captureStream(FRAMES_PER_SECOND);
  const video = document.createElement('video');
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
  return { isWhole: false, close: () => void document.exitPictureInPicture() };
}
