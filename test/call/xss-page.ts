/** What the test of XSS runs in a page: it watches what comes to stand there, and has a call in memory show texts. */
import type { SimulatedCall } from '../../src/features/simulation/simulated-call.js';
import type { VideoCallElement } from '../../src/index.js';
import type { AnnouncerView } from '../../src/ui/announcer.js';
import { englishAsides } from '../../src/ui/aside-words.js';
import type { Director } from '../../src/ui/director.js';
import { englishPanels } from '../../src/ui/panel-words.js';
import type { TileView } from '../../src/ui/tile.js';
import { english } from '../../src/ui/words.js';

/** By the part or the role of an element: what its content, its value or an attribute of it is to have in it. */
export type Surfaces = Record<string, readonly string[]>;

/** What a page saw that is no text. */
export interface Seen {
  /** Elements by their tags. */
  tags: string[];
  /** Attributes that do something. */
  acting: string[];
  /** What ran, or was kept from running. */
  broken: string[];
}

declare const documentPictureInPicture: { window: Window | null };

/** How long a fact may take on a machine that is busy with other things, in milliseconds. */
const PATIENCE = 45_000;
const KINDS = ['camera', 'microphone', 'speaker'] as const;

export class XssPage {
  readonly #tags = new Set<string>();
  readonly #acting = new Set<string>();
  readonly #broken: string[] = [];
  /** Sees all that ever stands in a root, however short a time. */
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

  /** Another with every room. */
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

  /** Presses everything of a part whose text or label has some words in it, once there is something. */
  async press(part: string, words = ''): Promise<void> {
    await this.untilShown({ [part]: [words] });
    for (const one of this.#all<HTMLElement>(`[part~="${part}"]`))
      if (`${one.textContent} ${one.ariaLabel}`.includes(words)) one.click();
  }

  /** Lets all happen in a call in memory that shows a name, a room or a device. */
  async showAll(texts: readonly string[]): Promise<void> {
    const { element } = this;
    await this.until(() => Boolean(element.call));
    await this.#showLobby(texts);
    const call = this.#call;
    // Nothing is drawn: that takes time, and would show nothing more.
    element.style.opacity = '0';
    Object.assign(call, { film: () => new MediaStream() });
    await element.join();
    await element.turnOn('microphone');
    call.ask('deny', 'all');
    await this.untilShown({ status: [''], 'people-button': [''] });
    const [announcer] = this.#all<AnnouncerView>('video-call-announcer');
    Object.assign(announcer!, { pause: 0, settling: 0 });
    // Where all are lost it is said of nobody by name.
    call.arrive('Zoe');
    await this.untilShown({ status: [englishAsides.joined(['Zoe'])] });
    // Of more than three a sentence names but two.
    for (let from = 0; from < texts.length; from += 3)
      await this.#showStay(call, texts.slice(from, from + 3));
    await this.#showPeople(call, texts);
    await this.#showMenus(texts);
  }

  /** Shows the same people in the window on top, which a browser opens soon after a press alone. */
  async showOnTop(texts: readonly string[]): Promise<void> {
    await this.element.requestPictureInPicture();
    const { body } = documentPictureInPicture.window!.document;
    for (const root of [body, body.firstElementChild!.shadowRoot!]) this.#observe(root);
    const call = this.#call;
    for (const { id } of call.participants)
      if (call.linkStatus(id)) call.setLinkProblem(id, { reason: 'link-blocked', whose: 'other' });
    await this.untilShown({ name: texts, 'link-problem': texts });
  }

  async #showLobby(texts: readonly string[]): Promise<void> {
    for (const text of texts) {
      this.element.room = this.element.name = text;
      this.#call.setPreview({ count: 1, names: [text] });
      await this.untilShown({
        heading: [english.room(text)],
        here: [english.here(1, [text])],
        'name-field': [text],
        name: [english.selfNamed(text)],
      });
    }
    for (const kind of KINDS) this.#call.plug(kind, texts);
    await this.press('devices-button');
    await this.untilShown(Object.fromEntries(KINDS.map((kind) => [`${kind}-picker`, texts])));
  }

  /** Some come, cannot be connected, can be, are lost, back, badly heard, and go; they ask, and they knock. */
  async #showStay(call: SimulatedCall, names: readonly string[]): Promise<void> {
    const { joined, left, lost, back, linked, shares, hosting, linkProblems } = englishAsides;
    const { tile, link } = englishPanels;
    const problem = { reason: 'link-blocked', whose: 'other' } as const;
    const screens = names.map(english.screenOf);
    const ids = names.map((name) => call.arrive(name, ['microphone', 'camera', 'screen']));
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
      const { links } = this.#all<TileView>('video-call-tile')[0]!.extras as Director;
      // One look every two seconds; what is said of a link needs some.
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
      call.knock(name);
      const knocks = [hosting.knocks([name])];
      await this.untilShown({ knock: knocks, status: knocks });
      call.ask('deny', 'all');
    }
    for (const id of ids) call.depart(id);
    await this.untilShown({ status: [left(names)] });
  }

  async #showPeople(call: SimulatedCall, texts: readonly string[]): Promise<void> {
    const { hosting, stoppedSharing } = englishAsides;
    const { about, asked, askToMute, remove, stopSharing, sureToRemove } = englishPanels.company;
    await this.press('people-button');
    for (const name of texts) {
      call.arrive(name, ['microphone', 'screen']);
      call.knock(name);
    }
    await this.untilShown({
      'person-name': [...texts, english.selfNamed(texts.at(-1)!)],
      'person-action': texts.flatMap((name) =>
        [askToMute, stopSharing, remove].map((what) => about(what, name)),
      ),
      knocking: texts,
      'admit-button': texts.map((name) => about(hosting.admit, name)),
      'refuse-button': texts.map((name) => about(hosting.refuse, name)),
    });
    await this.press('remove');
    await this.untilShown({ dialog: texts.map(sureToRemove) });
    await this.press('mute');
    await this.untilShown({ status: texts.map(asked) });
    await this.press('stop');
    await this.untilShown({ status: texts.map(stoppedSharing) });
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
    await this.untilShown({ link: [texts.join(' ')] });
    await this.press('close-button');
  }

  /** In the element, or in its window on top while there is one. */
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
      // A custom property does nothing by itself, nor does it matter how large something is.
      const effect = value.replace(/--\S+: [^;]*;|-?[\d.]+/g, '').trim();
      if (isActing && effect) this.#acting.add(`${name}=${effect}`);
    }
  }
}

Object.assign(globalThis, { xssPage: new XssPage() });
