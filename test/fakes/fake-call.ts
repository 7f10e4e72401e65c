/** A simulated call that records what is requested of it, for the tests of the interface. */
import { CallError, type CallErrorReason } from '../../src/call/call-error.js';
import type { DeviceKind } from '../../src/call/call-api.js';
import type { CallSettings } from '../../src/call/call-settings.js';
import { SimulatedCall } from '../../src/features/simulation/simulated-call.js';
import type { Action, HostPolicy, Source } from '../../src/protocol.js';

export class FakeCall extends SimulatedCall {
  /** What was requested of the call, in order. */
  readonly asked: string[] = [];
  /** Why joining fails, if it does. */
  joinFailure: CallErrorReason | undefined;

  /** The settings it was last given. */
  settings: CallSettings = {};

  override configure(settings: CallSettings): void {
    this.settings = { ...this.settings, ...settings };
  }

  override open(): void {
    this.asked.push('open');
    super.open();
  }

  override async join(guest?: string): Promise<void> {
    this.asked.push('join');
    if (this.joinFailure) throw new CallError(this.joinFailure);
    return super.join(guest);
  }

  override leave(): void {
    this.asked.push('leave');
    super.leave();
  }

  override async turnOnAll(sources: readonly Source[]): Promise<void> {
    this.asked.push(`turn on ${sources.join()}`);
    return super.turnOnAll(sources);
  }

  override turnOff(source: Source): void {
    this.asked.push(`turn off ${source}`);
    super.turnOff(source);
  }

  override async chooseDevice(kind: DeviceKind, id: string): Promise<void> {
    this.asked.push(`choose ${kind} ${id}`);
    return super.chooseDevice(kind, id);
  }

  override ask(action: Action, to: number | 'all'): void {
    this.asked.push(`ask ${action} ${to}`);
    super.ask(action, to);
  }

  override setPolicy(policy: Partial<HostPolicy>): void {
    this.asked.push(`policy ${JSON.stringify(policy)}`);
    super.setPolicy(policy);
  }

  override setToken(token: string): void {
    this.asked.push(`token ${token}`);
  }

  override async flipCamera(): Promise<void> {
    this.asked.push('flip camera');
    return super.flipCamera();
  }
}
