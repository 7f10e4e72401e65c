/** What single keys do while the focus is inside the element. */
import type { ReactiveController } from 'lit';
import { isInRoom } from '../call/call-face.js';
import { mayPublish, type Source } from '../protocol.js';
import { offers } from './controls-list.js';
import { canFillScreen, toggleFullScreen } from './full-screen.js';
import type { DialogRequest } from './menu-items.js';
import type { VideoCallElement } from './video-call.js';

type Switch = Exclude<Source, 'screen-audio'>;

const switches: Readonly<Record<string, Switch>> = { m: 'microphone', c: 'camera', s: 'screen' };

/** Where a letter is text. */
const textFields =
  'textarea, select, [contenteditable], input:not([type=range], [type=checkbox], [type=radio], [type=button])';

/** The letter of a key; on a keyboard without Latin letters the one at the same place. */
function letterOf({ key, code }: KeyboardEvent): string {
  return /^[a-z?]$/i.test(key)
    ? key.toLowerCase()
    : (/^Key(.)$/.exec(code)?.[1]?.toLowerCase() ?? '');
}

export class Shortcuts implements ReactiveController {
  readonly #host: VideoCallElement;
  #listening = new AbortController();
  /** Whether the microphone is on only for as long as a key is held. */
  #isTalking = false;

  constructor(host: VideoCallElement) {
    this.#host = host;
  }

  hostConnected(): void {
    this.#listening = new AbortController();
    const base = this.#base;
    const until = this.#listening;
    base.addEventListener('keydown', (event) => this.#handleKey(event), until);
    base.addEventListener('keyup', (event) => this.#handleRelease(event), until);
    base.addEventListener('focusout', (event) => this.#handleFocusOut(event), until);
    // A key that is let go in another window is not told here.
    window.addEventListener('blur', () => this.#endTalk(), until);
  }

  hostDisconnected(): void {
    this.#endTalk();
    this.#listening.abort();
  }

  get #base(): HTMLElement {
    return this.#host.renderRoot.querySelector<HTMLElement>('.base')!;
  }

  #handleKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.composedPath()[0] as Element;
    // What lies behind a dialog is covered.
    if (target.closest('[aria-modal]')) return;
    if (event.key === 'F2') {
      event.preventDefault();
      this.#base.querySelector<HTMLElement>('.toolbar [tabindex="0"]')?.focus();
    } else if (this.#host.shortcuts && !target.closest(textFields)) {
      const letter = letterOf(event);
      if (!event.repeat && this.#press(letter)) event.preventDefault();
    }
  }

  /** Does what a key stands for; says whether it stands for something here. */
  #press(letter: string): boolean {
    const source = switches[letter];
    if (source) return this.#switch(source);
    switch (letter) {
      case 'v':
        return this.#startTalk();
      case 'f':
        return this.#fillScreen();
      case 'u':
        return this.#showPeople();
      case 'h':
      case '?':
        return this.#show('shortcuts');
      default:
        return false;
    }
  }

  #switch(source: Switch): boolean {
    const { call, status, controlsList } = this.#host;
    const isHere =
      isInRoom(status) || (source !== 'screen' && (status === 'idle' || status === 'joining'));
    if (!call || !isHere || !offers(controlsList, source)) return false;
    if (source === 'screen' && !call.canShareScreen) return false;
    if (!this.#mayPublish(source)) return false;
    const isOff = call.sourceState(source).status === 'off';
    this.#ask(isOff ? 'ask-turn-on' : 'ask-turn-off', source);
    return true;
  }

  #startTalk(): boolean {
    const { call, status, controlsList } = this.#host;
    const isOff = call?.sourceState('microphone').status === 'off';
    if (!isOff || !isInRoom(status) || !offers(controlsList, 'microphone')) return false;
    if (!this.#mayPublish('microphone')) return false;
    this.#isTalking = true;
    this.#ask('ask-turn-on', 'microphone');
    return true;
  }

  #endTalk(): void {
    if (this.#isTalking) this.#ask('ask-turn-off', 'microphone');
    this.#isTalking = false;
  }

  #handleRelease(event: KeyboardEvent): void {
    if (letterOf(event) === 'v') this.#endTalk();
  }

  #handleFocusOut({ relatedTarget }: FocusEvent): void {
    if (!(relatedTarget instanceof Node) || !this.#base.contains(relatedTarget)) this.#endTalk();
  }

  #fillScreen(): boolean {
    if (!canFillScreen(this.#host) || !offers(this.#host.controlsList, 'fullscreen')) return false;
    void toggleFullScreen(this.#host);
    return true;
  }

  #showPeople(): boolean {
    const { status, controlsList } = this.#host;
    return isInRoom(status) && offers(controlsList, 'people') && this.#show('people');
  }

  #show(dialog: DialogRequest['dialog']): true {
    this.#ask<DialogRequest>('ask-dialog', { anchor: this.#focused, dialog });
    return true;
  }

  /** As far as it is known, which it is in the room. */
  #mayPublish(source: Source): boolean {
    const { self } = this.#host;
    return !self || mayPublish(self.role, source);
  }

  get #focused(): HTMLElement {
    return this.#base.querySelector<HTMLElement>(':focus') ?? this.#base;
  }

  #ask<Detail>(type: string, detail: Detail): void {
    this.#base.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
