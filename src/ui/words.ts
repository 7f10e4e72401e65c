/** Every word that the interface says, in one place; each reason has a sentence and a way out. */
import type { CallErrorReason, MediaReason } from '../call/call-error.js';
import type { Source } from '../protocol.js';

/** Keeps a name's own writing direction from turning the sentence around it. */
const isolate = (text: string) => `\u2068${text}\u2069`;

const list = (items: readonly string[]) => new Intl.ListFormat('en').format(items);

const devices: Record<Source, string> = {
  microphone: 'microphone',
  camera: 'camera',
  screen: 'screen',
  'screen-audio': 'screen’s sound',
};

/** What happened and what to do; `@` stands for the devices, such as “your camera”. */
const problems: Record<MediaReason, string> = {
  'media-denied':
    'This page may not use @. Allow it in the site settings beside the address, then try again.',
  'media-dismissed': 'The question about @ was closed. Try again and choose “Allow”.',
  'media-blocked-by-page':
    'The page around this call does not let it use @. Open the call in a tab of its own.',
  'media-blocked-by-system':
    'Your system does not let the browser use @. Allow it in the privacy settings, then try again.',
  'media-none': 'The browser could not find @. Plug one in, then try again.',
  'media-busy': 'Another program is using @. Close that program, then try again.',
  'media-constraint': 'Nothing usable comes from @. Plug in again, or use another device.',
  'media-lost': 'The connection to @ was lost. Plug in again, then turn on.',
  'media-insecure':
    'This page is not secure, so the browser hides @. Open it with https:// instead.',
  'media-unsupported': 'This browser cannot use @. Use a current Chrome, Edge, Firefox or Safari.',
};

const failures: Record<
  Exclude<CallErrorReason, MediaReason>,
  { readonly title: string; readonly text: string }
> = {
  'room-full': {
    title: 'The room is full',
    text: 'Try again when somebody has left.',
  },
  version: {
    title: 'This page is out of date',
    text: 'It does not fit the room server. Reload the page; if that does not help, tell whoever runs it.',
  },
  invalid: {
    title: 'The room server did not understand this page',
    text: 'Reload the page; if that does not help, tell whoever runs it.',
  },
  replaced: {
    title: 'The call goes on in another tab',
    text: 'You took part from here until you opened it there.',
  },
  unsupported: {
    title: 'This browser cannot make calls',
    text: 'It has no WebRTC. Use a current Chrome, Edge, Firefox or Safari.',
  },
  'server-unreachable': {
    title: 'The room server does not answer',
    text: 'Trying again. Check your connection to the internet.',
  },
  'no-room': {
    title: 'This call has no room yet',
    text: 'Whoever made this page must name one: <video-call room="tea">.',
  },
  'no-server': {
    title: 'This call has no server yet',
    text: 'Whoever made this page must name one: <video-call server="https://…">.',
  },
  left: { title: 'You left the call', text: '' },
};

export const english = {
  lang: 'en',
  call: 'Video call',
  guest: 'Guest',
  join: 'Join',
  joining: 'Joining…',
  knocking: 'Waiting to be let in…',
  cancel: 'Cancel',
  rejoin: 'Rejoin',
  tryAgain: 'Try again',
  useHere: 'Use it here',
  dismiss: 'Dismiss',
  name: 'Your name',
  room: (room: string) => `Join “${isolate(room)}”`,
  microphone: 'Microphone',
  camera: 'Camera',
  turnOn: {
    microphone: 'Turn on microphone',
    camera: 'Turn on camera',
    screen: 'Share your screen',
  },
  turnOff: {
    microphone: 'Turn off microphone',
    camera: 'Turn off camera',
    screen: 'Stop sharing your screen',
  },
  isOn: {
    microphone: 'Microphone on',
    camera: 'Camera on',
    screen: 'You are sharing your screen',
  },
  isOff: {
    microphone: 'Microphone off',
    camera: 'Camera off',
    screen: 'You stopped sharing your screen',
  },
  leave: 'Leave the call',
  controls: 'Call controls',
  people: 'People in the call',
  selfNamed: (name: string) => `${name} (you)`,
  yourScreen: 'Your screen',
  screenOf: (name: string) => `${isolate(name)}’s screen`,
  reconnecting: 'Reconnecting…',
  turnOnSound: 'Turn on sound',
  alone: 'Nobody else is here yet',
  invite: 'Send the link of this page to whoever should join.',
  serverLost: 'Connection to the server lost. Trying again… The call goes on.',
  serverBack: 'Connected to the server again',
  joined: (name: string) => `${isolate(name)} joined`,
  left: (name: string) => `${isolate(name)} left`,
  shares: (name: string) => `${isolate(name)} shares a screen`,
  stoppedSharing: (name: string) => `${isolate(name)} stopped sharing`,
  youJoined: 'You joined the call',
  here(count: number | undefined, names: readonly string[] | undefined): string {
    const people = names?.length ?? count;
    if (people === undefined) return '';
    if (people === 0) return 'Nobody is here yet';
    if (!names) return people === 1 ? '1 person is here' : `${people} people are here`;
    const shown = names.length > 3 ? names.slice(0, 2) : names;
    const others = names.length - shown.length;
    const all = shown.map(isolate).concat(others ? [`${others} others`] : []);
    return `${list(all)} ${people === 1 ? 'is' : 'are'} here`;
  },
  problem: (reason: MediaReason, sources: readonly Source[]) =>
    problems[reason].replace('@', `your ${list(sources.map((one) => devices[one]))}`),
  failure: (reason: Exclude<CallErrorReason, MediaReason>) => failures[reason],
};
export type Words = typeof english;

/** The words for an element. */
export const wordsFor = (_element: Element): Words => english;
