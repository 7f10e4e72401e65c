/** Facts about a call between two homes: its path, and how long it took. */
import type { Page } from 'puppeteer-core';
import { inPage } from '../call/support/facts.js';

/** Candidate types of the local and remote end of a page's link, such as `srflx relay`. */
export const pathOf = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const { connections } = globalThis as unknown as { connections: RTCPeerConnection[] };
    const connection = connections.find(({ connectionState }) => connectionState === 'connected');
    const stats = new Map(await connection?.getStats());
    const reports = [...stats.values()];
    const transport = reports.find(({ type }) => type === 'transport');
    // Firefox reports no transport.
    const pair =
      stats.get(transport?.selectedCandidatePairId) ??
      reports.find(({ type, selected }) => type === 'candidate-pair' && selected);
    const kind = (id: string) => {
      const { candidateType, relayProtocol } = stats.get(id) ?? {};
      return relayProtocol ? `${candidateType}(${relayProtocol})` : candidateType;
    };
    return pair ? `${kind(pair.localCandidateId)} ${kind(pair.remoteCandidateId)}` : 'none';
  });

/** Milliseconds from the attempt to join to the first remote picture, as the page saw it. */
export async function timeToPicture(page: Page): Promise<number> {
  await page.waitForFunction('performance.getEntriesByName("picture").length > 0');
  return page.evaluate(() => {
    const at = (name: string) => performance.getEntriesByName(name)[0]?.startTime ?? NaN;
    return Math.round(at('picture') - at('joining'));
  });
}

/** When a participant's pictures and audio arrived, as recorded by a page. */
interface Noted {
  from: number;
  pictures: number[];
  sounds: number[];
}

/** Makes a page record from now on when a participant's pictures and audio arrive. */
export const note = (page: Page, name: string): Promise<void> =>
  inPage(
    page,
    (one, who) => {
      const noted: Noted = { from: Date.now(), pictures: [], sounds: [] };
      const global = globalThis as unknown as { noted: Noted; connections: RTCPeerConnection[] };
      global.noted = noted;
      let watched: HTMLVideoElement | undefined;
      const watch = () => {
        const person = one.participants.find((each) => each.name === who);
        const stream = person && one.call?.stream(person.id, 'camera');
        const videos = [...(one.shadowRoot?.querySelectorAll('video') ?? [])];
        const present = videos.find(({ srcObject }) => stream && srcObject === stream);
        if (!present || present === watched) return;
        watched = present;
        const count = () => {
          if (watched !== present) return;
          noted.pictures.push(Date.now());
          present.requestVideoFrameCallback(count);
        };
        present.requestVideoFrameCallback(count);
      };
      let before = 0;
      const listen = async () => {
        const live = global.connections.filter(({ signalingState }) => signalingState !== 'closed');
        const receivers = live.flatMap((connection) => connection.getReceivers());
        const ears = receivers.filter(({ track }) => track.kind === 'audio');
        // Getting all of a link's statistics this often would take a tenth of a core.
        const reports = await Promise.all(ears.map((receiver) => receiver.getStats()));
        const packets = reports
          .flatMap((report) => [...report.values()])
          .filter(({ type }) => type === 'inbound-rtp')
          .reduce((all, { packetsReceived }) => all + packetsReceived, 0);
        // A recreated link starts at 0.
        if (packets !== before) noted.sounds.push(Date.now());
        before = packets;
      };
      setInterval(() => {
        watch();
        void listen();
      }, 50);
    },
    name,
  );

/** A longer time without pictures or audio is a gap, in milliseconds. */
const GAP = 500;
/** After this long without a gap, the fault is over. */
const OVER = 1_500;

/** Milliseconds from a moment until pictures and audio arrive again without a gap; 0 if they never stopped. */
export async function timeToHeal(page: Page, from: number): Promise<number> {
  const handle = await page.waitForFunction(
    (start, gap, over) => {
      const { noted } = globalThis as unknown as { noted: Noted };
      const ends = [noted.pictures, noted.sounds].map((times) => {
        const since = times.filter((time) => time > start);
        const before = times.findLast((time) => time <= start) ?? noted.from;
        const isGap = (time: number, index: number) => time - (since[index - 1] ?? before) > gap;
        const end = since.findLastIndex(isGap);
        const first = end < 0 ? start : (since[end] as number);
        const last = since.at(-1) ?? 0;
        return Date.now() - last < gap && last - first > over ? first - start : NaN;
      });
      return ends.some(Number.isNaN) ? undefined : { longest: Math.max(...ends) };
    },
    { polling: 50 },
    from,
    GAP,
    OVER,
  );
  return ((await handle.jsonValue()) as { longest: number }).longest;
}
