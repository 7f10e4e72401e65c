/** The texts of menus and dialogs, loaded when the first of them is opened. */
import { enumerate, isolate } from './format.js';
import { vocabularyOf, wordsIn } from './vocabulary.js';

const percent = new Intl.NumberFormat('en', { style: 'percent' });

export const englishPanels = {
  /** Choosing microphone, camera and speaker. */
  devices: {
    camera: 'Camera',
    microphone: 'Microphone',
    speaker: 'Speaker',
    /** The choice of the system's default device. */
    system: 'System default',
    level: 'Microphone level',
    test: 'Test speaker',
    testing: 'Playing a test sound…',
    tested: 'Didn’t hear anything? Turn up the volume or choose another speaker.',
    testFailed: 'Couldn’t play a sound on this speaker.',
    unnamed: 'To see device names, turn on your camera or microphone.',
    notUsable: 'This device isn’t available right now.',
    /** For a speaker. */
    notHeard: 'Couldn’t switch to this speaker.',
  },
  /** The menu of a tile. */
  tile: {
    options: (who: string) => `More options for ${isolate(who)}`,
    /** For the user's own tiles; no participant's name can look like this. */
    ownOptions: { camera: 'Self view options', screen: 'Options for your screen' },
    pin: 'Pin',
    unpin: 'Unpin',
    pinned: 'Pinned',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    volume: 'Volume',
    mute: 'Mute for me',
    muted: 'Muted for you',
    showMe: 'Show self view',
    heldBack: 'Poor connection: audio only',
    soundOnly: 'You chose audio only',
  },
  /** The quality of a link. */
  link: {
    qualities: {
      good: 'Good connection',
      fair: 'Fair connection',
      poor: 'Poor connection',
      lost: 'Connection lost',
    },
    facts: (quality: string, facts: readonly string[]) =>
      facts.length ? `${quality}: ${facts.join(', ')}` : quality,
    /** A share from 0 to 1. */
    loss: (share: number) => `${percent.format(share)} packet loss`,
    /** In milliseconds, like the next one. */
    delay: (time: number) => `${time} ms latency`,
    jitter: (time: number) => `${time} ms jitter`,
    frozen: (share: number) => `video frozen ${percent.format(share)} of the time`,
    weak: (names: readonly string[]) => `Poor connection to ${enumerate(names)}`,
    better: (names: readonly string[]) => `Connection to ${enumerate(names)} improved`,
  },
  /** Everyone in the call, and what a host can do about them. */
  company: {
    title: (count: number) => `Participants (${count})`,
    here: 'In this call',
    roles: { host: 'Host', participant: '', broadcaster: 'Broadcaster', viewer: 'Viewer' },
    shares: 'Sharing their screen',
    lock: 'Lock room',
    lockNote: 'No one else can join.',
    door: 'Waiting room',
    doorNote: 'New participants wait for a host to let them in.',
    muteAll: 'Ask everyone to mute',
    askedAll: 'Everyone was asked to mute',
    knocking: (count: number) => `Waiting to join (${count})`,
    askToMute: 'Ask to mute',
    asked: (name: string) => `${isolate(name)} was asked to mute`,
    stopSharing: 'Stop screen sharing',
    remove: 'Remove',
    /** What a button does, and to whom. */
    about: (what: string, name: string) => `${what}: ${isolate(name)}`,
    sureToRemove: (name: string) => `Remove ${isolate(name)}?`,
    mayReturn: 'They’ll leave now but can rejoin. Lock the room to keep them out.',
    staysLocked: 'They’ll leave now. The room is locked, so they can’t rejoin.',
    lockToo: 'Also lock the room',
  },
  /** The toolbar's menu and the dialogs that it opens. */
  controls: {
    microphone: 'Microphone',
    speaker: 'Speaker',
    camera: 'Camera',
    flipCamera: 'Switch camera',
    view: 'View',
    layout: 'Layout',
    layouts: { auto: 'Automatic', grid: 'Grid', spotlight: 'Spotlight' },
    selfView: 'Self view',
    selfViews: {
      auto: 'Automatic',
      tile: 'In the grid',
      floating: 'Floating',
      hidden: 'Hidden',
    },
    /** The limit for video quality. */
    videoQuality: 'Video quality',
    videoQualities: { auto: 'Automatic', low: 'Data saver', 'sound-only': 'Audio only' },
    videoQualityNotes: {
      auto: 'The best quality that networks and screens allow.',
      low: 'Smaller camera video. Shared screens stay sharp but are less smooth.',
      'sound-only': 'No incoming video, and your camera is off. Turn it on to leave this mode.',
    },
    fullScreen: 'Full screen',
    leaveFullScreen: 'Exit full screen',
    invite: 'Invite people',
    link: 'Link to this call',
    linkCopied: 'Link copied',
    onTop: 'Picture-in-picture',
    leaveOnTop: 'Exit picture-in-picture',
    settings: 'Settings',
    shortcuts: 'Keyboard shortcuts',
    statistics: 'Statistics',
    close: 'Close',
    sounds: 'Play a sound when people join or leave',
    useShortcuts: 'Single-key shortcuts',
    keys: {
      microphone: 'Turn microphone on or off',
      camera: 'Turn camera on or off',
      screen: 'Start or stop sharing your screen',
      talk: 'Push to talk (hold)',
      fullScreen: 'Enter or exit full screen',
      people: 'Show participants',
      pin: 'Pin or unpin the focused tile',
      zoom: 'Zoom the focused screen in or out',
      help: 'Show keyboard shortcuts',
      toolbar: 'Go to call controls',
      close: 'Close menu or dialog',
    },
  },
};
export type Panels = typeof englishPanels;

/** The texts of menus and dialogs in the language of a view. */
export const panelsFor = (view: Element): Panels =>
  wordsIn(vocabularyOf(view), 'panels', englishPanels);
