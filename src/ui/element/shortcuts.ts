/** Single-key shortcuts while the focus is inside the element. */
import type { ReactiveController } from 'lit';
import { isInRoom } from '../../call/call-api.js';
import { mayPublish, type Source } from '../../protocol.js';
import { noticeWordsFor } from '../i18n/notice-words.js';
import { offers } from '../base/controls-list.js';
import { toggleFullScreen } from '../base/full-screen.js';
import type { DialogRequest } from '../base/menu-items.js';
import { say } from '../base/say.js';
import { isTextField } from '../dom/text-fields.js';
import type { HostElement } from '../base/host.js';

type Switch = Exclude<Source, 'screen-audio'>;

const switches: Readonly<Record<string, Switch>> = { m: 'microphone', c: 'camera', s: 'screen' };

/** The letter of a key; on a keyboard without Latin letters, the letter at the same position. */
function letterOf({ key, code }: KeyboardEvent): string {
  return /^[a-z?]$/i.test(key)
    ? key.toLowerCase()
    : (/^Key(.)$/.exec(code)?.[1]?.toLowerCase() ?? '');
}

export class Shortcuts implements ReactiveController {
  readonly #host: HostElement;
  #listening = new AbortController();
  /** Whether push to talk is active. */
  #isTalking = false;

  constructor(host: HostElement) {
    this.#host = host;
  }

  hostConnected(): void {
    this.#listening = new AbortController();
    const base = this.#base;
    const until = this.#listening;
    base.addEventListener('keydown', (event) => this.#handleKey(event), until);
    base.addEventListener('keyup', (event) => this.#handleRelease(event), until);
    base.addEventListener('focusout', (event) => this.#handleFocusOut(event), until);
    // A key that is released in another window causes no event here.
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
    // A dialog covers what the shortcuts would affect.
    if (target.closest('[aria-modal]')) return;
    if (event.key === 'F2') {
      event.preventDefault();
      this.#base.querySelector<HTMLElement>('.toolbar [tabindex="0"]')?.focus();
    } else if (this.#host.shortcuts && !this.#isText(target)) {
      const letter = letterOf(event);
      if (!event.repeat && this.#press(letter)) event.preventDefault();
    }
  }

  /** A text field of the page may be inside a custom element with a closed shadow root. */
  #isText(target: Element): boolean {
    const isOurs = target.getRootNode() === this.#host.renderRoot;
    return (
      isTextField(target) || (!isOurs && target.localName.includes('-') && target !== this.#host)
    );
  }

  /** Runs the shortcut of a key; returns whether it has one. */
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
    const isWaiting = status === 'idle' || status === 'joining';
    if (!call || !(isInRoom(status) || isWaiting) || !offers(controlsList, source)) return false;
    const { shareScreen, beforeJoining, publish } = noticeWordsFor(this.#base).noEffect;
    if (source === 'screen' && !call.canShareScreen) return this.#say(shareScreen);
    if (source === 'screen' && isWaiting) return this.#say(beforeJoining);
    if (!this.#mayPublish(source)) return this.#say(publish);
    const isOff = call.sourceState(source).status === 'off';
    this.#ask(isOff ? 'ask-turn-on' : 'ask-turn-off', source);
    return true;
  }

  #startTalk(): boolean {
    const { call, status, controlsList } = this.#host;
    const isOff = call?.sourceState('microphone').status === 'off';
    if (!isOff || !isInRoom(status) || !offers(controlsList, 'microphone')) return false;
    if (!this.#mayPublish('microphone'))
      return this.#say(noticeWordsFor(this.#base).noEffect.publish);
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
    if (!offers(this.#host.controlsList, 'fullscreen')) return false;
    void toggleFullScreen(this.#host, this.#base);
    return true;
  }

  #showPeople(): boolean {
    const { status, controlsList } = this.#host;
    if (!offers(controlsList, 'people')) return false;
    if (status === 'idle') return this.#say(noticeWordsFor(this.#base).noEffect.beforeJoining);
    return isInRoom(status) && this.#show('people');
  }

  /** The key is a shortcut, but has no effect now. */
  #say(text: string): true {
    say(this.#base, text);
    return true;
  }

  #show(dialog: DialogRequest['dialog']): true {
    this.#ask<DialogRequest>('ask-dialog', { anchor: this.#focused, dialog });
    return true;
  }

  /** Whether the role allows a source; the role is known only in the room. */
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
