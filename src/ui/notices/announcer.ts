/** Announces to screen readers, once each, what others see: who joined or left, what is on, what failed. */
import { css, html, type CSSResult, type PropertyValues } from 'lit';
import type { MediaReason } from '../../call/call-error.js';
import { isInRoom, type CallApi, type LinkProblem, type Participant } from '../../call/call-api.js';
import { mayPublish, type Source } from '../../protocol.js';
import { noticeWordsFor, type NoticeWords } from '../i18n/notice-words.js';
import { waitingFor } from '../base/moderation.js';
import { browserFamily } from '../i18n/browser-family.js';
import { Outages } from './outages.js';
import { problemsOf } from './device-problems.js';
import { Sounds } from './sounds.js';
import type { Announcement } from '../base/say.js';
import { View } from '../base/view.js';
import type { Words } from '../i18n/words.js';

const switches = ['microphone', 'camera', 'screen'] as const;

/** The state of a call whose changes are announced. */
interface Scene {
  readonly status: CallApi['status'];
  readonly refusal: CallApi['refusal'];
  readonly needsReload: boolean;
  /** What the user waits for while knocking. */
  readonly wait: ReturnType<typeof waitingFor> | undefined;
  readonly others: ReadonlyMap<number, Participant>;
  /** Which local sources are on. */
  readonly on: ReadonlySet<string>;
  /** Whether the browser's screen picker is open. */
  readonly isPicking: boolean;
  /** Whether the local microphone is off and stays so: not starting, and allowed by the role. */
  readonly isMuted: boolean;
  readonly problems: ReadonlyMap<Source, MediaReason>;
  /** Why some remote participants can't be connected. */
  readonly unlinked: ReadonlyMap<number, { problem: LinkProblem; wasUp: boolean }>;
}

function sceneOf(call: CallApi): Scene {
  const others = call.participants.filter(({ id }) => id !== call.self?.id);
  const states = switches.map((source) => [source, call.sourceState(source)] as const);
  return {
    status: call.status,
    refusal: call.refusal,
    needsReload: call.needsReload ?? false,
    wait: call.status === 'knocking' ? waitingFor(call) : undefined,
    others: new Map(others.map((one) => [one.id, one])),
    on: new Set(states.flatMap(([source, { status }]) => (status === 'on' ? source : []))),
    isPicking: call.sourceState('screen').status === 'starting',
    isMuted:
      call.sourceState('microphone').status === 'off' &&
      mayPublish(call.self?.role ?? 'host', 'microphone'),
    problems: new Map(
      states.flatMap(([source, { problem }]) => (problem ? [[source, problem] as const] : [])),
    ),
    unlinked: new Map(
      others.flatMap(({ id }) => {
        const problem = call.linkProblem(id);
        return problem ? [[id, { problem, wasUp: call.linkStatus(id) === 'interrupted' }]] : [];
      }),
    ),
  };
}

/** The scene as it would have been before joining, when nothing had been announced. */
const beforeJoining = (scene: Scene): Scene => ({
  ...scene,
  status: 'joining',
  problems: new Map(),
  needsReload: false,
});

/** Urgent sentences: what keeps the user from being heard or seen. */
function alarmsBetween(call: CallApi, before: Scene, after: Scene, notices: NoticeWords): string[] {
  const said: string[] = [];
  const failed = switches.filter((one) => before.problems.get(one) !== after.problems.get(one));
  for (const { reason, sources } of problemsOf(call, failed)) {
    said.push(notices.problem(reason, sources, browserFamily()));
  }
  if (after.needsReload && !before.needsReload) said.push(notices.needsReload);
  return said;
}

/** Sentences for all other changes between two scenes. */
function changesBetween(
  before: Scene,
  after: Scene,
  explained: ReadonlySet<string>,
  words: Words,
  notices: NoticeWords,
): string[] {
  const others = [...after.others.values()];
  if (!isInRoom(after.status)) {
    if (after.wait) return before.wait === after.wait ? [] : [notices.hosting[after.wait]];
    const isOver =
      after.status === 'refused' ? before.status !== 'refused' : isInRoom(before.status);
    return isOver ? [notices.failures[after.refusal ?? 'left'].title] : [];
  }
  if (!isInRoom(before.status)) {
    const here = words.here(
      others.length,
      others.map(({ name }) => name),
    );
    const said = [notices.youJoined, others.length ? here : notices.alone];
    // A user who can't see the button must not have to wonder whether they are heard.
    if (after.on.has('microphone')) said.push(notices.isOn.microphone);
    else if (after.isMuted && !after.problems.has('microphone')) said.push(words.isOff.microphone);
    return said;
  }
  const said: string[] = [];
  /** Adds one sentence about several people. */
  const tell = (sentence: (names: readonly string[]) => string, people: readonly Participant[]) => {
    if (people.length) said.push(sentence(people.map(({ name }) => name)));
  };
  const came = others.filter(({ id }) => !before.others.has(id));
  tell(notices.joined, came);
  tell(
    notices.left,
    [...before.others.values()].filter(({ id }) => !after.others.has(id)),
  );
  for (const { id, name, sources } of others) {
    const shares = sources.includes('screen');
    const shared = before.others.get(id)?.sources.includes('screen') ?? false;
    if (shares !== shared) said.push((shares ? notices.shares : notices.stoppedSharing)(name));
  }
  for (const { id, name } of others) {
    const { title, advice } = notices.linkProblems;
    const known = before.unlinked.get(id);
    const problem = after.unlinked.get(id)?.problem;
    // Outages announces connections that were up before, and a lost server.
    if (!problem && known && !known.wasUp) said.push(notices.linked(name));
    else if (problem && problem !== known?.problem && problem.reason !== 'link-server-lost') {
      said.push(title(problem, name), advice(problem, name));
    }
  }
  for (const source of switches) {
    const isOn = after.on.has(source);
    // The reason for turning off already implies that it is off.
    if (before.on.has(source) === isOn || after.problems.has(source)) continue;
    if (!isOn && explained.has(source)) continue;
    said.push((isOn ? notices.isOn : words.isOff)[source]);
  }
  return said;
}

/** A screen reader ignores an identical sentence unless its text differs. */
const again = (text: string, last: string) => (text === last ? `${text}\u00a0` : text);

/** How long the result of an action is shown, in milliseconds. */
const WORD = 5_000;

/**
 * @csspart word - A brief confirmation of an action, such as a copied link.
 */
export class AnnouncerView extends View {
  static override readonly styles: CSSResult = css`
    /* Above dialogs and menus, since it announces what happens there. */
    .word {
      position: absolute;
      z-index: 1;
      inset: calc(var(--vc-inset) * 2) 0 auto;
      box-sizing: border-box;
      width: fit-content;
      max-width: calc(100% - 4 * var(--vc-inset));
      margin-inline: auto;
      padding: 0.5em 1em;
      border-radius: var(--vc-radius);
      background: rgb(16 17 20 / 0.86);
      color: #fff;
      font-size: 0.875em;
      overflow-wrap: anywhere;
      pointer-events: none;
    }
    .word:empty {
      padding: 0;
    }
  `;

  static override readonly properties = {
    said: { state: true },
    shouted: { state: true },
    word: { state: true },
  };

  /** Minimum time between two announcements, in milliseconds; changes in between are announced together. */
  pause = 1_000;
  /** How long someone must be lost or back before that is announced, in milliseconds. */
  settling = 2_000;

  /** The current announcement; it stays until the next one. */
  private said = '';
  private shouted = '';
  private word = '';

  /** The last scene announced, and the last one checked for urgent changes. */
  #told: Scene | undefined;
  #seen: Scene | undefined;
  #outages = new Outages();
  #asked: string[] = [];
  #explained = new Set<string>();
  #saidAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wordTimer: ReturnType<typeof setTimeout> | undefined;
  #outageTimer: ReturnType<typeof setTimeout> | undefined;
  #attached = new AbortController();

  constructor() {
    super();
    this.addController(new Sounds(this));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#attached = new AbortController();
    this.closest('.base')?.addEventListener(
      'ask-announce',
      (event) => this.#handleAsk((event as CustomEvent<Announcement>).detail),
      this.#attached,
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#attached.abort();
    clearTimeout(this.#timer);
    clearTimeout(this.#wordTimer);
    clearTimeout(this.#outageTimer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const scene = sceneOf(this.call);
    if (changed.has('call')) {
      this.#told = this.#seen = undefined;
      this.#outages = new Outages();
      // With `autojoin`, this is loaded after joining, which has not been announced yet.
      if (isInRoom(scene.status)) this.#told = this.#seen = beforeJoining(scene);
    }
    this.#lookForOutages();
    this.#shout(
      this.#seen ? alarmsBetween(this.call, this.#seen, scene, noticeWordsFor(this)) : [],
    );
    const isPickedNothing = this.#seen?.isPicking && !scene.isPicking && !scene.on.has('screen');
    // Closing the picker is the user's choice, but some browsers refuse without showing one.
    if (isPickedNothing && !scene.problems.has('screen') && isInRoom(scene.status)) {
      this.#handleAsk({ text: noticeWordsFor(this).notShared, isShown: true });
    }
    this.#seen = scene;
    const wait = this.#saidAt + this.pause - performance.now();
    if (wait > 0) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.requestUpdate(), wait);
      return;
    }
    const changes = this.#told
      ? changesBetween(this.#told, scene, this.#explained, this.words, noticeWordsFor(this))
      : [];
    this.#told = scene;
    this.#explained.clear();
    this.#say([...changes, ...this.#asked.splice(0)]);
  }

  #lookForOutages(): void {
    const { call, settling } = this;
    const notices = noticeWordsFor(this);
    const { alarms, news, wait } = this.#outages.look(call, performance.now(), settling, notices);
    this.#shout(alarms);
    this.#asked.push(...news);
    clearTimeout(this.#outageTimer);
    if (wait !== undefined) this.#outageTimer = setTimeout(() => this.requestUpdate(), wait);
  }

  #handleAsk({ text, isShown, isUrgent, explains }: Announcement): void {
    if (isShown) this.#show(text);
    if (explains) this.#explained.add(explains);
    if (isUrgent) this.#shout([text]);
    else {
      this.#asked.push(text);
      this.requestUpdate();
    }
  }

  #show(word: string): void {
    this.word = word;
    clearTimeout(this.#wordTimer);
    this.#wordTimer = setTimeout(() => (this.word = ''), WORD);
  }

  #say(sentences: readonly string[]): void {
    if (!sentences.length) return;
    this.said = again(sentences.join('. '), this.said);
    this.#saidAt = performance.now();
  }

  #shout(sentences: readonly string[]): void {
    if (sentences.length) this.shouted = again(sentences.join(' '), this.shouted);
  }

  protected override render() {
    return html`
      <div class="unseen" role="status">${this.said}</div>
      <div class="unseen" role="alert">${this.shouted}</div>
      <div class="word" part="word" aria-hidden="true">${this.word}</div>
    `;
  }
}
