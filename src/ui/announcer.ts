/** Tells a screen reader, each thing once, what others see: who came and went, what is on, what went wrong. */
import { html, type PropertyValues } from 'lit';
import type { MediaReason } from '../call/call-error.js';
import { isInRoom, type CallFace, type LinkProblem, type Participant } from '../call/call-face.js';
import { mayPublish, type Source } from '../protocol.js';
import { asidesFor, type Asides } from './aside-words.js';
import { browserFamily } from './browser-family.js';
import { Outages } from './outages.js';
import { problemsOf } from './problems.js';
import { Sounds } from './sounds.js';
import { View } from './view.js';
import type { Words } from './words.js';

/** The detail of `ask-announce`, by which any view has something said. */
export interface Announcement {
  readonly text: string;
  /** Interrupts what is being said: for what cannot wait. */
  readonly isUrgent?: boolean;
  /** Which of my sources went off by what is said, so that this need not be said too. */
  readonly explains?: Source;
}

const switches = ['microphone', 'camera', 'screen'] as const;

/** What of a call is worth a word when it changes. */
interface Scene {
  readonly status: CallFace['status'];
  readonly refusal: CallFace['refusal'];
  readonly others: ReadonlyMap<number, Participant>;
  /** Which of my own sources are on. */
  readonly on: ReadonlySet<string>;
  /** Whether my microphone is off and stays so, rather than being on its way, or none of mine. */
  readonly isMuted: boolean;
  readonly problems: ReadonlyMap<Source, MediaReason>;
  /** Why some of the others cannot be connected. */
  readonly unlinked: ReadonlyMap<number, { problem: LinkProblem; wasUp: boolean }>;
}

function sceneOf(call: CallFace): Scene {
  const others = call.participants.filter(({ id }) => id !== call.self?.id);
  const states = switches.map((source) => [source, call.sourceState(source)] as const);
  return {
    status: call.status,
    refusal: call.refusal,
    others: new Map(others.map((one) => [one.id, one])),
    on: new Set(states.flatMap(([source, { status }]) => (status === 'on' ? source : []))),
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

/** The sentences that cannot wait: what keeps one from being heard or seen. */
function alarmsBetween(call: CallFace, before: Scene, after: Scene, asides: Asides): string[] {
  const said: string[] = [];
  const failed = switches.filter((one) => before.problems.get(one) !== after.problems.get(one));
  for (const { reason, sources } of problemsOf(call, failed)) {
    said.push(asides.problem(reason, sources, browserFamily()));
  }
  return said;
}

/** The sentences for what else changed between two scenes. */
function changesBetween(
  before: Scene,
  after: Scene,
  explained: ReadonlySet<string>,
  words: Words,
  asides: Asides,
): string[] {
  const others = [...after.others.values()];
  if (!isInRoom(after.status)) {
    if (after.status === 'knocking') {
      return before.status === 'knocking' ? [] : [asides.hosting.toldHost];
    }
    const isOver =
      after.status === 'refused' ? before.status !== 'refused' : isInRoom(before.status);
    return isOver ? [asides.failures[after.refusal ?? 'left'].title] : [];
  }
  if (!isInRoom(before.status)) {
    const here = words.here(
      others.length,
      others.map(({ name }) => name),
    );
    const said = [asides.youJoined, others.length ? here : asides.alone];
    // Somebody who cannot see the button must not have to wonder whether they are heard.
    if (after.on.has('microphone')) said.push(asides.isOn.microphone);
    else if (after.isMuted && !after.problems.has('microphone')) said.push(words.isOff.microphone);
    return said;
  }
  const said: string[] = [];
  /** One sentence for all of whom the same is to be said. */
  const tell = (sentence: (names: readonly string[]) => string, people: readonly Participant[]) => {
    if (people.length) said.push(sentence(people.map(({ name }) => name)));
  };
  const came = others.filter(({ id }) => !before.others.has(id));
  tell(asides.joined, came);
  tell(
    asides.left,
    [...before.others.values()].filter(({ id }) => !after.others.has(id)),
  );
  for (const { id, name, sources } of others) {
    const shares = sources.includes('screen');
    const shared = before.others.get(id)?.sources.includes('screen') ?? false;
    if (shares !== shared) said.push((shares ? asides.shares : asides.stoppedSharing)(name));
  }
  for (const { id, name } of others) {
    const { title, advice } = asides.linkProblems;
    const known = before.unlinked.get(id);
    const problem = after.unlinked.get(id)?.problem;
    // Who was there before is lost and back, and a lost server is, as Outages says.
    if (!problem && known && !known.wasUp) said.push(asides.linked(name));
    else if (problem && problem !== known?.problem && problem.reason !== 'link-server-lost') {
      said.push(title(problem, name), advice(problem, name));
    }
  }
  for (const source of switches) {
    const isOn = after.on.has(source);
    // Why it went off says that it is off.
    if (before.on.has(source) === isOn || after.problems.has(source)) continue;
    if (!isOn && explained.has(source)) continue;
    said.push((isOn ? asides.isOn : words.isOff)[source]);
  }
  return said;
}

/** The same sentence again is no change to a screen reader unless its text differs. */
const again = (text: string, last: string) => (text === last ? `${text}\u00a0` : text);

export class AnnouncerView extends View {
  static override readonly properties = { said: { state: true }, shouted: { state: true } };

  /** How long a sentence is left alone; what happens meanwhile is said together. In milliseconds. */
  pause = 1_000;
  /** How long somebody must be lost, or back, before that is said: a hiccup is none. In milliseconds. */
  settling = 2_000;

  /** What is said now; it stays until there is something else to say. */
  private said = '';
  private shouted = '';

  /** What all has been told of, and what has been looked at for what cannot wait. */
  #told: Scene | undefined;
  #seen: Scene | undefined;
  #outages = new Outages();
  #asked: string[] = [];
  #explained = new Set<string>();
  #saidAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
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
    clearTimeout(this.#outageTimer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const scene = sceneOf(this.call);
    if (changed.has('call')) {
      this.#told = this.#seen = undefined;
      this.#outages = new Outages();
    }
    this.#lookForOutages();
    this.#shout(this.#seen ? alarmsBetween(this.call, this.#seen, scene, asidesFor(this)) : []);
    this.#seen = scene;
    const wait = this.#saidAt + this.pause - performance.now();
    if (wait > 0) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.requestUpdate(), wait);
      return;
    }
    const changes = this.#told
      ? changesBetween(this.#told, scene, this.#explained, this.words, asidesFor(this))
      : [];
    this.#told = scene;
    this.#explained.clear();
    this.#say([...changes, ...this.#asked.splice(0)]);
  }

  #lookForOutages(): void {
    const { call, settling } = this;
    const asides = asidesFor(this);
    const { alarms, news, wait } = this.#outages.look(call, performance.now(), settling, asides);
    this.#shout(alarms);
    this.#asked.push(...news);
    clearTimeout(this.#outageTimer);
    if (wait !== undefined) this.#outageTimer = setTimeout(() => this.requestUpdate(), wait);
  }

  #handleAsk({ text, isUrgent, explains }: Announcement): void {
    if (explains) this.#explained.add(explains);
    if (isUrgent) this.#shout([text]);
    else {
      this.#asked.push(text);
      this.requestUpdate();
    }
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
    `;
  }
}
