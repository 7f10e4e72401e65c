/** The element with a fake call, as the interface tests use it. */
import '../../../src/index.js';
import { expect as expectOfChai, fixture, html } from '@open-wc/testing';
import type { CallOptions } from '../../../src/call/call.js';
import { VideoCallElement } from '../../../src/ui/element/video-call.js';
import { FakeCall } from '../../fakes/fake-call.js';

/**
 * Assertions of the tests. An unused snapshot plug-in types each comparison as asynchronous; here only the
 * accessibility audit is.
 */
type Comparing = 'equal' | 'contain' | 'include' | 'instanceOf' | 'greaterThan' | 'least' | 'most';
interface Claim extends Record<Comparing, (value: unknown, message?: string) => void> {
  not: Claim;
  to: Claim;
  be: Claim;
  at: Claim;
  have: Claim;
  deep: Claim;
  length(count: number, message?: string): void;
  property(name: string, value: unknown): void;
  throw(type: unknown): void;
  accessible(): Promise<void>;
}
export const expect = expectOfChai as unknown as (value: unknown, message?: string) => Claim;

// Permissions that the browser has granted must not affect the tests.
navigator.permissions.query = () =>
  Promise.resolve(Object.assign(new EventTarget(), { state: 'prompt' }) as PermissionStatus);

// WebKitGTK has no WebRTC, which the fake call does not need.
globalThis.RTCPeerConnection ??= class extends EventTarget {} as typeof RTCPeerConnection;

export class TestElement extends VideoCallElement {
  /** Every call that was created, in order. */
  readonly calls: FakeCall[] = [];
  /** The options of each. */
  readonly options: CallOptions[] = [];
  /** Prepares a call before the element sees it. */
  prepare: (call: FakeCall) => void = () => {};

  /** Milliseconds without pointer movement until the toolbar hides. */
  override calmAfter = 3_500;

  /** A removed element ends its call in the next task. */
  override removalGrace = 0;

  get fake(): FakeCall {
    return this.calls.at(-1)!;
  }

  get root(): ShadowRoot {
    return this.shadowRoot!;
  }

  /** The only visible element with that part; throws if there is none. */
  the(name: string): HTMLElement {
    const found = this.all(name)[0];
    if (!found) throw new Error(`nothing has the part ${name}`);
    return found;
  }

  all(name: string): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>(`[part~="${name}"]`)];
  }

  /** The latest polite announcement. */
  get said(): string {
    return this.root.querySelector('[role=status]')?.textContent?.trim() ?? '';
  }

  /** The latest assertive announcement. */
  get shouted(): string {
    return this.root.querySelector('[role=alert]')?.textContent?.trim() ?? '';
  }

  get text(): string {
    return (this.root.querySelector('.base') as HTMLElement).innerText;
  }

  /** Resolves when the element and all its views have rendered. */
  async settled(): Promise<void> {
    await this.updateComplete;
    await customElements.whenDefined('video-call-problems');
    // Imports resolve in order, so this element has already used them by then.
    await Promise.all([
      import('../../../src/ui/element/notice-views.js'),
      import('../../../src/ui/element/behaviors.js'),
    ]);
    for (const view of this.root.querySelectorAll('*')) {
      if ('updateComplete' in view) await view.updateComplete;
    }
    await this.updateComplete;
  }

  protected override createCall(options: CallOptions): FakeCall {
    const call = new FakeCall(options.name);
    call.configure(options);
    this.prepare(call);
    this.calls.push(call);
    this.options.push(options);
    return call;
  }
}
customElements.define('test-call', TestElement);

/** Adds an element to the page; it is removed when the test ends. */
export async function mount(
  settings: {
    width?: number;
    height?: number;
    prepare?: (call: FakeCall) => void;
    attributes?: Readonly<Record<string, string>>;
  } = {},
): Promise<TestElement> {
  const { width = 640, height = 360, prepare, attributes = {} } = settings;
  const place = await fixture(html`<div></div>`);
  const element = document.createElement('test-call') as TestElement;
  for (const [name, value] of Object.entries({ room: 'tea', ...attributes })) {
    element.setAttribute(name, value);
  }
  // The test page may be narrower.
  element.style.cssText = `width: ${width}px; max-width: none; height: ${height}px`;
  if (prepare) element.prepare = prepare;
  place.append(element);
  await element.settled();
  return element;
}

/** An element in a call with others. */
export async function mountInCall(
  names: readonly string[] = [],
  settings: Parameters<typeof mount>[0] = {},
): Promise<TestElement> {
  const element = await mount(settings);
  await element.join();
  for (const name of names) element.fake.arrive(name);
  await element.settled();
  return element;
}

/** Waits until all pending tasks have run. */
export const turn = () => new Promise<void>((resolve) => setTimeout(resolve));

declare global {
  interface HTMLElementTagNameMap {
    'test-call': TestElement;
  }
}
