/** The call in a small window that stays on top of everything: in full where the browser can, else as one picture. */
import { html, render, type CSSResult } from 'lit';
import type { CallFace } from '../call/call-face.js';
import { drawTiles } from './composed-picture.js';
import type { TileView } from './tile.js';
import { vocabularyOf } from './words.js';

/** https://wicg.github.io/document-picture-in-picture/ */
interface DocumentPictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window & typeof globalThis>;
}

/** What a picture-in-picture is made from. */
export interface Original {
  readonly call: CallFace;
  readonly host: HTMLElement;
  /** The base of the host's root: it does what the views in the window ask for. */
  readonly base: HTMLElement;
  readonly styles: readonly CSSResult[];
}

/** An open window. */
export interface PictureInPicture {
  /** Whether the whole interface moved into the window, so that it need not be drawn in the page too. */
  readonly isWhole: boolean;
  close(): void;
}

const SIZE = { width: 400, height: 300 };
const FRAMES_PER_SECOND = 15;

/** What the views ask of the element and the window can pass on; a menu would open in the page. */
const ASKED = ['ask-turn-on', 'ask-turn-off', 'ask-leave'];

const inDocument = () =>
  (window as { documentPictureInPicture?: DocumentPictureInPicture }).documentPictureInPicture;

/** Opens the window; must come from a click, or where the browser itself asks for it. */
export function openPictureInPicture(
  original: Original,
  onClose: () => void,
): Promise<PictureInPicture> {
  return inDocument() ? openWindow(original, onClose) : openVideo(original, onClose);
}

async function openWindow(
  { call, host, base, styles }: Original,
  onClose: () => void,
): Promise<PictureInPicture> {
  const opened = await inDocument()!.requestWindow(SIZE);
  const { document: page } = opened;
  const life = new AbortController();
  // Custom elements have one registry each window, so these are made here and moved there.
  const place = document.createElement('div');
  place.style.blockSize = '100%';
  place.style.aspectRatio = 'auto';
  const root = place.attachShadow({ mode: 'open' });
  const draw = () => {
    if (call.status !== 'joined' && call.status !== 'reconnecting') opened.close();
    else render(template(call, base), root);
  };
  draw();
  copyLook(host, base, page);
  page.body.append(place);
  root.adoptedStyleSheets = styles.map(({ cssText }) => {
    const sheet = new opened.CSSStyleSheet();
    sheet.replaceSync(cssText);
    return sheet;
  });
  for (const type of ASKED) {
    root.addEventListener(type, (event) => {
      const { detail } = event as CustomEvent<unknown>;
      base.dispatchEvent(new CustomEvent(type, { detail }));
    });
  }
  call.on('change', draw, life);
  opened.addEventListener('pagehide', () => {
    life.abort();
    render(null, root);
    onClose();
  });
  return { isWhole: true, close: () => opened.close() };
}

/** The same views as in the page, without what would open there. */
const template = (call: CallFace, base: HTMLElement) => html`
  <div class="base window" part="base window" .vocabulary=${vocabularyOf(base)}>
    <video-call-stage .call=${call} .shows=${'people'}></video-call-stage>
    <video-call-toolbar .call=${call} .isCompact=${true}></video-call-toolbar>
  </div>
`;

/** The page's custom properties, language and colours, as the window inherits nothing. */
function copyLook(host: HTMLElement, base: HTMLElement, page: Document): void {
  const { style } = page.documentElement;
  for (const [name, [value]] of host.computedStyleMap()) {
    if (name.startsWith('--video-call-')) style.setProperty(name, `${value}`);
  }
  const { colorScheme, direction } = getComputedStyle(base);
  style.colorScheme = colorScheme;
  style.blockSize = page.body.style.blockSize = '100%';
  page.body.style.margin = '0';
  page.documentElement.dir = direction;
  page.documentElement.lang = base.lang;
  page.title = base.ariaLabel ?? '';
}

async function openVideo({ base }: Original, onClose: () => void): Promise<PictureInPicture> {
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 360;
  const draw = () =>
    drawTiles(canvas, [...base.querySelectorAll<TileView>('.tiles video-call-tile')]);
  draw();
  const video = document.createElement('video');
  video.muted = video.playsInline = true;
  video.srcObject = canvas.captureStream(FRAMES_PER_SECOND);
  const timer = setInterval(draw, 1_000 / FRAMES_PER_SECOND);
  const end = () => {
    clearInterval(timer);
    for (const track of (video.srcObject as MediaStream).getTracks()) track.stop();
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
