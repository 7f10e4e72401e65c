/** Tells a screen reader, once and politely, what others see: who came and went, what is on. */
import { html, type PropertyValues } from 'lit';
import type { CallFace, Participant } from '../call/call-face.js';
import { asidesFor, type Asides } from './aside-words.js';
import { View } from './view.js';
import type { Words } from './words.js';

const switches = ['microphone', 'camera', 'screen'] as const;

/** What of a call is worth a word when it changes. */
export interface Scene {
  readonly status: CallFace['status'];
  readonly refusal: CallFace['refusal'];
  readonly others: ReadonlyMap<number, Participant>;
  /** Which of my own sources are on. */
  readonly on: ReadonlySet<string>;
  /** Whether my microphone is off and stays so, rather than being on its way. */
  readonly isMuted: boolean;
}

export const sceneOf = (call: CallFace): Scene => ({
  status: call.status,
  refusal: call.refusal,
  others: new Map(
    call.participants.filter(({ id }) => id !== call.self?.id).map((one) => [one.id, one]),
  ),
  on: new Set(switches.filter((source) => call.sourceState(source).status === 'on')),
  isMuted: call.sourceState('microphone').status === 'off',
});

/** The sentences for what changed between two scenes. */
export function changesBetween(
  before: Scene,
  after: Scene,
  words: Words,
  asides: Asides,
): string[] {
  const isIn = (scene: Scene) => scene.status === 'joined' || scene.status === 'reconnecting';
  if (!isIn(after)) return isIn(before) ? [asides.failures[after.refusal ?? 'left'].title] : [];
  const others = [...after.others.values()];
  if (!isIn(before)) {
    const here = words.here(
      others.length,
      others.map(({ name }) => name),
    );
    const said = [asides.youJoined, others.length ? here : words.alone];
    // Somebody who cannot see the button must not have to wonder whether they are heard.
    if (after.on.has('microphone')) said.push(asides.isOn.microphone);
    else if (after.isMuted) said.push(words.isOff.microphone);
    return said;
  }
  const said: string[] = [];
  if (before.status !== after.status) {
    said.push(after.status === 'joined' ? asides.serverBack : asides.serverLost);
  }
  for (const other of others) {
    const earlier = before.others.get(other.id);
    if (!earlier) said.push(asides.joined(other.name));
    const shares = other.sources.includes('screen');
    const shared = earlier?.sources.includes('screen') ?? false;
    if (shares !== shared) said.push((shares ? asides.shares : asides.stoppedSharing)(other.name));
  }
  for (const [id, { name }] of before.others)
    if (!after.others.has(id)) said.push(asides.left(name));
  for (const source of switches) {
    if (before.on.has(source) !== after.on.has(source)) {
      said.push((after.on.has(source) ? asides.isOn : words.isOff)[source]);
    }
  }
  return said;
}

export class AnnouncerView extends View {
  static override readonly properties = { said: { state: true } };

  /** What is said now; it stays until there is something else to say. */
  private said = '';

  #scene: Scene | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const before = changed.has('call') ? undefined : this.#scene;
    this.#scene = sceneOf(this.call);
    if (!before) return;
    const changes = changesBetween(before, this.#scene, this.words, asidesFor(this));
    if (!changes.length) return;
    const text = changes.join('. ');
    // The same sentence again is no change to a screen reader unless its text differs.
    this.said = text === this.said ? `${text}\u00a0` : text;
  }

  protected override render() {
    return html`<div class="unseen" role="status">${this.said}</div>`;
  }
}
