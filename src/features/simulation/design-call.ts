/** The call of design mode: simulated people with drawn faces, who talk by themselves. */
import type { Source } from '../../protocol.js';
import { drawFace, drawRoom, FACE } from './avatar-drawings.js';
import { lookFor, nameAfter, ownLook, peopleFor, type Person } from './people.js';
import { drawDocument, drawSlide, SCREEN } from './screens.js';
import { SELF, SimulatedCall } from './simulated-call.js';
import { FakeCamera, type Drawing } from './fake-camera.js';
import { levelAt } from './talk.js';

/** `<video-call demo>` without a number. */
const USUAL = 5;

export class DesignCall extends SimulatedCall {
  readonly #studio = new FakeCamera();
  readonly #expected: readonly Person[];
  readonly #people = new Map<number, Person>();
  readonly #isBlocked: boolean;
  #isBackCamera = false;

  /**
   * Parses the `demo` attribute: the number of other participants, whether the local one is a `host`, and whether the
   * last of them is `blocked` and can't be connected.
   */
  constructor(demo: string, name = '') {
    super(name);
    const count = parseInt(demo, 10);
    this.#expected = peopleFor(Number.isNaN(count) ? USUAL : count);
    if (/\bhost\b/.test(demo)) this.role = 'host';
    this.#isBlocked = /\bblocked\b/.test(demo);
    this.canFlipCamera = matchMedia('(pointer: coarse)').matches;
    this.setPreview({
      count: this.#expected.length,
      names: this.#expected.map((person) => person.name),
    });
    this.plug('microphone', ['Built-in microphone', 'Headset']);
    this.plug('camera', ['Built-in camera', 'USB camera']);
    this.plug('speaker', ['Built-in speakers', 'Headset']);
  }

  /** Admits the local participant; the others are already present. */
  override admit(): void {
    if (this.status !== 'joining' && this.status !== 'knocking') return;
    for (const person of this.#expected) {
      const id = this.arrive(person.name, person.sources);
      this.#people.set(id, person);
      this.setLink(id, person.link);
      this.setConditions(id, person.conditions);
    }
    const last = this.participants.at(-1);
    if (this.#isBlocked && last) {
      this.setLinkProblem(last.id, { reason: 'link-blocked', whose: 'other' });
    }
    super.admit();
    if (this.role !== 'host') return;
    this.setPolicy({ waiting: true });
    this.knock(nameAfter(this.#expected.length));
  }

  override leave(): void {
    super.leave();
    this.#studio.close();
    this.#people.clear();
  }

  override async flipCamera(): Promise<void> {
    this.#isBackCamera = !this.#isBackCamera;
  }

  /** The level that was set, or else the one simulated for those who can be heard. */
  override level(participant: number | 'self'): number {
    return super.level(participant) || this.#levelInTalk(participant);
  }

  #levelInTalk(participant: number | 'self'): number {
    const selfId = this.self?.id;
    const voices: (number | 'self')[] = this.participants
      .filter(({ id, sources }) => id !== selfId && sources.includes('microphone'))
      .map(({ id }) => id)
      .filter((id) => this.linkStatus(id) === 'connected');
    if (this.sourceState('microphone').status === 'on') voices.push('self');
    const index = voices.indexOf(participant === selfId ? 'self' : participant);
    return index < 0 ? 0 : levelAt(this.#studio.seconds, index, voices.length);
  }

  /** There is no audio, so nothing for the browser's autoplay policy to block. */
  override stream(participant: number | 'self', source: Source): MediaStream | undefined {
    const isPicture = source === 'camera' || source === 'screen';
    return isPicture ? super.stream(participant, source) : undefined;
  }

  protected override film(id: number, source: Source): MediaStream {
    const isSelf = id === SELF;
    if (source === 'screen') return this.#studio.film(SCREEN, isSelf ? drawDocument : drawSlide);
    return this.#studio.film(FACE, isSelf ? this.#drawSelf : this.#drawingOf(id));
  }

  readonly #drawSelf: Drawing = (context, seconds) => {
    if (this.#isBackCamera) return drawRoom(context, ownLook);
    drawFace(context, ownLook, { seconds, seed: SELF, level: this.level('self') });
  };

  #drawingOf(id: number): Drawing {
    const look = this.#people.get(id)?.look ?? lookFor(id);
    // Ids are not small numbers, and differ in each call.
    const seed = this.#expected.findIndex((person) => person.look === look) + 1;
    return (context, seconds) => {
      // On a bad link the last frame is frozen.
      const isStill = this.linkStatus(id) === 'interrupted';
      drawFace(context, look, { seconds: isStill ? 0.5 : seconds, seed, level: this.level(id) });
    };
  }
}
