/** Code that the XSS test runs in a page: it watches what appears there, and a simulated call shows texts. */
import type { SimulatedCall } from '../../../src/features/simulation/simulated-call.js';
import type { VideoCallElement } from '../../../src/index.js';
import { canonicalRoomName, cleanName } from '../../../src/protocol.js';
import type { AnnouncerView } from '../../../src/ui/notices/announcer.js';
import { englishNotices } from '../../../src/ui/i18n/notice-words.js';
import type { StageInteraction } from '../../../src/ui/stage/stage-interaction.js';
import { englishPanels } from '../../../src/ui/i18n/panel-words.js';
import type { TileView } from '../../../src/ui/stage/tile.js';
import { english } from '../../../src/ui/i18n/words.js';

/** Texts that must appear in an element's content, value or attributes, by its part or role. */
export type Surfaces = Record<string, readonly string[]>;

/** What a page contained besides text. */
export interface Seen {
  /** Tag names of elements. */
  tags: string[];
  /** Attributes that have an effect. */
  acting: string[];
  /** Scripts that ran or were blocked. */
  broken: string[];
}

declare const documentPictureInPicture: { window: Window | null };

/** Timeout for a fact on a busy machine, in milliseconds. */
const PATIENCE = 45_000;
const KINDS = ['camera', 'microphone', 'speaker'] as const;

/** In reading order, because some look alike. */
const namesOf = (all: readonly { id: number; name: string }[], ids: readonly number[]) =>
  ids.map((id) => all.find((one) => one.id === id)!.name);

export class XssPage {
  readonly #tags = new Set<string>();
  readonly #acting = new Set<string>();
  readonly #broken: string[] = [];
  /** Sees everything that ever appears in a root, however briefly. */
  readonly #observer = new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      this.#look(target);
      for (const added of addedNodes) this.#lookInto(added);
    }
  });

  constructor() {
    this.#observe(document);
    const { attachShadow } = Element.prototype;
    const observe = (root: Node) => this.#observe(root);
    Element.prototype.attachShadow = function (init) {
      const root = attachShadow.call(this, init);
      observe(root);
      return root;
    };
    window.alert = () => this.#broken.push('alert');
    addEventListener('error', ({ message }) => this.#broken.push(message));
    addEventListener('unhandledrejection', ({ reason }) => this.#broken.push(String(reason)));
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      this.#broken.push(`${violatedDirective} ${blockedURI}`),
    );
  }

  get seen(): Seen {
    return { tags: [...this.#tags], acting: [...this.#acting], broken: this.#broken };
  }

  get element(): VideoCallElement {
    return document.querySelector('video-call')!;
  }

  /** Each room has another call. */
  get #call(): SimulatedCall {
    return this.element.call as SimulatedCall;
  }

  async until(isTrue: () => boolean, describe = () => String(isTrue)): Promise<void> {
    for (const end = performance.now() + PATIENCE; !isTrue();) {
      if (performance.now() > end)
        throw new Error([`never: ${describe()}`, ...this.#broken].join('; '));
      await new Promise((resume) => setTimeout(resume));
    }
  }

  async untilShown(wanted: Surfaces): Promise<void> {
    const missing = () => this.#missing(wanted);
    await this.until(
      () => !missing().length,
      () => missing().join(', '),
    );
  }

  /** Clicks every element of a part whose text or label contains some words, once there is any. */
  async press(part: string, words = ''): Promise<void> {
    await this.untilShown({ [part]: [words] });
    for (const one of this.#all<HTMLElement>(`[part~="${part}"]`))
      if (`${one.textContent} ${one.ariaLabel}`.includes(words)) one.click();
  }

  /** Makes everything happen in a simulated call that shows a name, a room or a device. */
  async showAll(texts: readonly string[]): Promise<void> {
    const { element } = this;
    await this.until(() => Boolean(element.call));
    await this.#showLobby(texts);
    const call = this.#call;
    // Nothing is drawn: that takes time, and would reveal nothing more.
    element.style.opacity = '0';
    Object.assign(call, { film: () => new MediaStream() });
    await element.join();
    await element.turnOn('microphone');
    call.ask('deny', 'all');
    await this.untilShown({ status: [''], 'people-button': [''] });
    const [announcer] = this.#all<AnnouncerView>('video-call-announcer');
    Object.assign(announcer!, { pause: 0, settling: 0 });
    // If all links are lost, no names are announced.
    call.arrive('Zoe');
    await this.untilShown({ status: [englishNotices.joined(['Zoe'])] });
    // A sentence about more than three people names only two.
    for (let from = 0; from < texts.length; from += 3)
      await this.#showStay(call, texts.slice(from, from + 3));
    await this.#showPeople(call, texts);
    await this.#showMenus(texts);
  }

  /** Shows the same people in the picture-in-picture window, which needs a recent click. */
  async showOnTop(texts: readonly string[]): Promise<void> {
    await this.element.requestPictureInPicture();
    const { body } = documentPictureInPicture.window!.document;
    for (const root of [body, body.firstElementChild!.shadowRoot!]) this.#observe(root);
    const call = this.#call;
    for (const { id } of call.participants)
      if (call.linkStatus(id)) call.setLinkProblem(id, { reason: 'link-blocked', whose: 'other' });
    const names = texts.map(cleanName);
    await this.untilShown({ name: names, 'link-problem': names });
  }

  async #showLobby(texts: readonly string[]): Promise<void> {
    for (const text of texts) {
      this.element.room = this.element.name = text;
      this.#call.setPreview({ count: 1, names: [text] });
      const name = cleanName(text);
      await this.untilShown({
        heading: [english.room(canonicalRoomName(text)!)],
        here: [english.here(1, [name])],
        'name-field': [name],
        name: [name],
        you: [english.you],
      });
    }
    for (const kind of KINDS) this.#call.plug(kind, texts);
    await this.press('devices-button');
    await this.untilShown(Object.fromEntries(KINDS.map((kind) => [`${kind}-picker`, texts])));
  }

  /** People join, fail to connect, connect, drop, return, have poor links and leave; they make requests and knock. */
  async #showStay(call: SimulatedCall, texts: readonly string[]): Promise<void> {
    const { joined, left, lost, back, linked, shares, hosting, linkProblems } = englishNotices;
    const { tile, link } = englishPanels;
    const problem = { reason: 'link-blocked', whose: 'other' } as const;
    const ids = texts.map((text) => call.arrive(text, ['microphone', 'camera', 'screen']));
    const names = namesOf(call.participants, ids);
    const screens = names.map(english.screenOf);
    for (const id of ids) call.setLinkProblem(id, problem);
    const why = (['title', 'advice'] as const).flatMap((what) =>
      names.map((name) => linkProblems[what](problem, name)),
    );
    await this.untilShown({
      status: [joined(names), ...names.map(shares), ...why],
      name: [...names, ...screens],
      'tile-button': [...names, ...screens].map(tile.options),
      'link-problem': why,
    });
    for (const [index, name] of names.entries()) {
      await this.press('tile-button', tile.options(screens[index]!));
      await this.untilShown({ menu: [tile.options(screens[index]!)] });
      await this.press('tile-button', tile.options(name));
      await this.untilShown({ menu: [tile.options(name), linkProblems.title(problem, name)] });
    }
    const setLinks = (status: 'connected' | 'interrupted') =>
      ids.forEach((id) => call.setLink(id, status));
    setLinks('connected');
    await this.untilShown({ status: names.map(linked) });
    setLinks('interrupted');
    await this.untilShown({ status: [lost(names)] });
    setLinks('connected');
    await this.untilShown({ status: [back(names)] });
    for (const [sentence, conditions] of [
      [link.weak, { loss: 0.06, roundTrip: 320 }],
      [link.better, {}],
    ] as const) {
      for (const id of ids) call.setConditions(id, conditions);
      const { links } = this.#all<TileView>('video-call-tile')[0]!.interaction as StageInteraction;
      // Links are checked every two seconds; a message about one needs several checks.
      for (let looks = 0; looks < 10; looks++) {
        const now = call.now() + 2_000;
        call.now = () => now;
        await links.look();
      }
      await this.untilShown({ status: [sentence(names)] });
    }
    for (const [index, name] of names.entries()) {
      for (const what of ['mute', 'stop-screen'] as const) call.beAsked(what, ids[index]!);
      const [asks, stopped] = [hosting.asksToMute(name), hosting.stoppedYourScreen(name)];
      await this.untilShown({ asked: [asks], stopped: [stopped], status: [asks, stopped] });
      const knocker = call.knock(texts[index]!);
      const knocks = [hosting.knocks(namesOf(call.knocking, [knocker]))];
      await this.untilShown({ knock: knocks, status: knocks });
      call.ask('deny', 'all');
    }
    for (const id of ids) call.depart(id);
    await this.untilShown({ status: [left(names)] });
  }

  async #showPeople(call: SimulatedCall, texts: readonly string[]): Promise<void> {
    const { hosting, stoppedSharing } = englishNotices;
    const { about, asked, askToMute, remove, stopSharing, sureToRemove } = englishPanels.company;
    await this.press('people-button');
    const ids = texts.map((text) => call.arrive(text, ['microphone', 'screen']));
    const knocking = texts.map((text) => call.knock(text));
    const names = namesOf(call.participants, ids);
    const waiting = namesOf(call.knocking, knocking);
    await this.untilShown({
      'person-name': [...names, call.name],
      'person-action': names.flatMap((name) =>
        [askToMute, stopSharing, remove].map((what) => about(what, name)),
      ),
      knocking: waiting,
      'admit-button': waiting.map((name) => about(hosting.admit, name)),
      'refuse-button': waiting.map((name) => about(hosting.refuse, name)),
    });
    await this.press('remove');
    await this.untilShown({ dialog: names.map(sureToRemove) });
    await this.press('mute');
    await this.untilShown({ status: names.map(asked) });
    await this.press('stop');
    await this.untilShown({ status: names.map(stoppedSharing) });
    await this.press('close-button');
  }

  async #showMenus(texts: readonly string[]): Promise<void> {
    for (const kind of ['camera', 'microphone']) {
      await this.press(`${kind}-devices`);
      await this.untilShown({ menu: texts });
    }
    this.element.inviteUrl = texts.join(' ');
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
    await this.press('more-button');
    await this.press('menu-item', englishPanels.controls.invite);
    await this.untilShown({ link: [new URL(texts.join(' '), document.baseURI).href] });
    await this.press('close-button');
  }

  /** In the element, or in its picture-in-picture window if there is one. */
  #all<Found extends Element = Element>(selector: string): Found[] {
    const top = documentPictureInPicture.window?.document.body.firstElementChild;
    return [...(top ?? this.element).shadowRoot!.querySelectorAll<Found>(selector)];
  }

  #missing(wanted: Surfaces): string[] {
    return Object.entries(wanted).flatMap(([surface, texts]) => {
      const shown = this.#all(`[part~="${surface}"], [role="${surface}"]`).flatMap((one) => [
        one.textContent,
        'value' in one ? `${one.value}` : '',
        ...[...one.attributes].map(({ value }) => value),
      ]);
      return texts
        .filter((text) => !shown.some((one) => one.includes(text)))
        .map((text) => `${surface} with “${text}”`);
    });
  }

  #observe(root: Node): void {
    this.#lookInto(root);
    this.#observer.observe(root, { attributes: true, childList: true, subtree: true });
  }

  #lookInto(node: Node): void {
    this.#look(node);
    for (const child of node.childNodes) this.#lookInto(child);
  }

  #look(node: Node): void {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const { localName, attributes } = node as Element;
    this.#tags.add(localName);
    for (const { name, value } of attributes) {
      const isActing =
        /^(on|src|style|action|form)/.test(name) || (name === 'href' && !/^https?:/.test(value));
      // Custom properties and sizes have no effect by themselves.
      const effect = value.replace(/--\S+: [^;]*;|-?[\d.]+/g, '').trim();
      if (isActing && effect) this.#acting.add(`${name}=${effect}`);
    }
  }
}

Object.assign(globalThis, { xssPage: new XssPage() });
