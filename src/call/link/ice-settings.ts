/** Reads a page's ICE settings: what a browser accepts of them, and what is wrong with the rest. */
import { readIceServers, type IceServer } from '../../ice-servers.js';
import { CallError } from '../call-error.js';
import type { CallSettings } from '../call-settings.js';

export interface IceSettings {
  readonly policy: RTCIceTransportPolicy;
  /** Undefined leaves it to the room server. */
  readonly servers: IceServer[] | undefined;
  /** What can't be used; the call continues without it. */
  readonly errors: readonly CallError[];
}

export function readIceSettings({ iceTransportPolicy, iceServers }: CallSettings): IceSettings {
  const errors: CallError[] = [];
  const object = (reason: CallError['reason'], text: string) =>
    errors.push(new CallError(reason, undefined, { cause: new TypeError(text) }));
  // An unknown value may be a misspelled `relay`, so no address may be exposed.
  const wanted = String(iceTransportPolicy ?? '')
    .trim()
    .toLowerCase();
  if (wanted && wanted !== 'all' && wanted !== 'relay') {
    object(
      'ice-transport-policy-invalid',
      `iceTransportPolicy is "${wanted}", but must be all or relay`,
    );
  }
  const { servers, problems } = readIceServers(iceServers);
  if (problems.length) object('ice-servers-invalid', problems.join('; '));
  // A list with no usable entries is a mistake; an empty list is intended.
  const isUsable = servers && (servers.length > 0 || !problems.length);
  return {
    policy: !wanted || wanted === 'all' ? 'all' : 'relay',
    servers: isUsable ? servers : undefined,
    errors,
  };
}
