/** Calls between two homes behind routers of each kind, and a table of how long they took. */
import type { Page } from 'puppeteer-core';
import { untilFrames, untilPeople } from '../call/support/facts.js';
import type { Firewall, Nat } from './internet.js';
import type { NetworkLab } from './lab.js';

/** A home's router, by how it translates addresses or by what its firewall lets out. */
export type Router = Nat | Exclude<Firewall, 'open'>;
export type Pages = readonly [Page, Page];

/** Puts a router of some kind in front of a home. */
export function build(lab: NetworkLab, home: 'a' | 'b', router: Router): void {
  const isFirewall = router === 'no-udp' || router === 'tcp-443';
  lab.internet.setNat(home, isFirewall ? 'cone' : router);
  lab.internet.setFirewall(home, isFirewall ? router : 'open');
}

/** Waits until both see each other, and continue to. */
export async function untilSeen([a, b]: Pages): Promise<void> {
  await Promise.all([untilPeople(a, ['Ana', 'Ben']), untilPeople(b, ['Ana', 'Ben'])]);
  await Promise.all([untilFrames(a, 'Ben'), untilFrames(b, 'Ana')]);
}
