/** Every word that the interface says while all goes well, in one place. */
/** Keeps a name's own writing direction from turning the sentence around it. */
export const isolate = (text: string) => `\u2068${text}\u2069`;

export const list = (items: readonly string[]) => new Intl.ListFormat('en').format(items);

export const english = {
  lang: 'en',
  call: 'Video call',
  guest: 'Guest',
  join: 'Join',
  joining: 'Joining…',
  knocking: 'Waiting to be let in…',
  cancel: 'Cancel',
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
};
export type Words = typeof english;

/** The words for an element. */
export const wordsFor = (_element: Element): Words => english;
